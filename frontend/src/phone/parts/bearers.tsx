/** Whether a typed ID number is somebody's who is on this phone: fills the name, and says where that person stands. */

import { useLayoutEffect } from "preact/hooks";
import type { Bearer } from "../types.ts";
import { useApp, useLoad } from "./app.ts";
import type { Identity } from "./identity.tsx";
import { Notice } from "./ui.tsx";

const NOBODY: Bearer[] = [];

/** Everybody whom the number fits. Exactly one: the name is filled in, unless one was typed. */
export function useBearers(identity: Identity, onChange: (identity: Identity) => void): Bearer[] {
  const { phone } = useApp();
  const number = identity.id.trim();
  const found = useLoad(async () => (number.length >= 18 ? phone.bearers(number) : NOBODY), [phone, number]);
  const bearers = found.value ?? NOBODY;
  const [only] = bearers;
  // Before anybody sees the answer: a name typed in between would be written over.
  useLayoutEffect(() => {
    if (only && bearers.length === 1 && !identity.name.trim()) {
      onChange({ ...identity, name: only.name });
    }
  }, [found.value]);
  return number.length >= 18 ? bearers : NOBODY;
}

/** household: the one somebody is about to be added to; "" for a new one. */
export function Known({ bearers, household }: { bearers: Bearer[]; household: string }) {
  const { say } = useApp();
  return (
    <>
      {bearers.map(({ name, no, household: where }) => (
        <Notice tone="warn" key={`${where}-${name}`}>
          {say(where === household ? "id_known_here" : "id_known", { name, no: no || say("no_number") })}
        </Notice>
      ))}
    </>
  );
}
