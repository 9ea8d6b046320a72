/** Fetches the villages when none is on the phone yet, with how far it is. The list opens as soon as they are there. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Nav } from "../parts/nav.tsx";
import { Button, Loading, Notice, Page, Progress } from "../parts/ui.tsx";
import type { Progress as Step } from "../types.ts";

const WITHOUT_LIST = ["send", "settings"];

export function PackageGate({ children }: { children: ComponentChildren }) {
  const { phone, path } = useApp();
  const [isThere, setThere] = useState(false);
  const stocked = useLoad(() => phone.isStocked(), [phone]);
  // Without a list there may still be something to send, and a phone to give back.
  if (isThere || stocked.value || WITHOUT_LIST.includes(path[0] ?? "")) {
    return children;
  }
  if (stocked.value === undefined && stocked.fault === undefined) {
    return <Loading />;
  }
  return <Download onDone={() => setThere(true)} />;
}

function Download({ onDone }: { onDone: () => void }) {
  const { phone, say } = useApp();
  const officer = useLoad(() => phone.officer(), [phone]);
  const [step, setStep] = useState<Step>();
  const [isStuck, setStuck] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setStuck(false);
    phone.download(setStep).then(onDone, () => setStuck(true));
  }, [turn]);
  const villages = officer.value?.villages.map((one) => one.name).join("、") ?? "";
  return (
    <Page title={say("download")} foot={isStuck && <Nav at="" />}>
      <p>{say("download_lead", { villages })}</p>
      {step && <Progress share={step.total ? step.done / step.total : 0} label={say("download")} />}
      {step && <p role="status">{say("download_step", { done: step.done, total: step.total })}</p>}
      {isStuck && (
        <Notice tone="bad">
          <p>{say("download_stuck")}</p>
          <Button onClick={() => setTurn(turn + 1)}>{say("again")}</Button>
        </Notice>
      )}
    </Page>
  );
}
