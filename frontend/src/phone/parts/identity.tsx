/** Who somebody is: the ID number tells birth and sex, and whether the person is on this phone already. */

import { idNumber } from "../phone.ts";
import type { IdNumber, Values } from "../types.ts";
import type { Say } from "../words/index.ts";
import { useApp } from "./app.ts";
import { Field, Input } from "./ui.tsx";
import { dayInWords } from "./values.ts";

export interface Identity {
  id: string;
  exception: string;
  name: string;
  sex: string;
  birth: string;
}

export const NOBODY: Identity = { id: "", exception: "", name: "", sex: "", birth: "" };

/** The fault of a typed number in words: what is wrong and where. */
export function whyNot(read: IdNumber, say: Say): string {
  if (read.ok || read.why === "empty") {
    return "";
  }
  return say(`id_${read.why}`, { place: read.place ?? "", right: read.right ?? "", count: read.count ?? "" });
}

/** The answers that an identity gives; a number that cannot be is left out. */
export function answersOf(identity: Identity, today: string): Values {
  const read = idNumber(identity.id, today);
  const found: Values = {
    "person.name": identity.name.trim(),
    "person.sex": identity.sex,
    "person.birth_date": identity.birth,
  };
  return read.ok
    ? { ...found, "person.sex": read.sex, "person.birth_date": read.birth, "person.id_number": read.number }
    : found;
}

interface Props {
  identity: Identity;
  today: string;
  faults: Partial<Record<keyof Identity, string>>;
  onChange: (identity: Identity) => void;
}

export function IdentityFields({ identity, today, faults, onChange }: Props) {
  const { say, language } = useApp();
  const read = idNumber(identity.id, today);
  const isWhole = identity.id.trim().length >= 18;
  const wrong = faults.id ?? (isWhole ? whyNot(read, say) : "");
  const set = (part: Partial<Identity>) => onChange({ ...identity, ...part });
  return (
    <>
      <Field id="id-number" label={say("id_number")} hint={say("id_hint")} fault={wrong}>
        <Input
          id="id-number"
          value={identity.id}
          inputmode="text"
          autocapitalize="characters"
          onText={(id) => set({ id })}
          fault={wrong}
        />
        {read.ok && (
          <p class="before" role="status">
            {say("id_says", { sex: say(read.sex === "1" ? "man" : "woman"), birth: dayInWords(read.birth, language) })}
          </p>
        )}
      </Field>
      <Field id="name" label={say("name")} fault={faults.name} must>
        <Input id="name" value={identity.name} maxLength={50} onText={(name) => set({ name })} fault={faults.name} />
      </Field>
      {!identity.id.trim() && <WithoutNumber {...{ identity, faults, set }} />}
    </>
  );
}

interface WithoutProps {
  identity: Identity;
  faults: Props["faults"];
  set: (part: Partial<Identity>) => void;
}

/** What the number would have told, and why there is none. */
function WithoutNumber({ identity, faults, set }: WithoutProps) {
  const { say } = useApp();
  return (
    <>
      <Field id="exception" label={say("id_exception")} hint={say("id_exception_hint")} fault={faults.exception}>
        <Input
          id="exception"
          value={identity.exception}
          maxLength={100}
          onText={(exception) => set({ exception })}
          fault={faults.exception}
        />
      </Field>
      <Sex value={identity.sex} fault={faults.sex} onChange={(sex) => set({ sex })} />
      <Field id="birth" label={say("birth")} fault={faults.birth} must>
        <Input
          id="birth"
          value={identity.birth}
          inputmode="numeric"
          placeholder={say("date_form")}
          onText={(birth) => set({ birth })}
          fault={faults.birth}
        />
      </Field>
    </>
  );
}

function Sex({ value, fault, onChange }: { value: string; fault?: string; onChange: (sex: string) => void }) {
  const { say } = useApp();
  return (
    <fieldset class="field">
      <legend>
        {say("sex")}
        <span class="must">{say("must")}</span>
      </legend>
      <div class="choices">
        {(["1", "2"] as const).map((code) => (
          <label class="choice" key={code}>
            <input type="radio" name="sex" checked={value === code} onChange={() => onChange(code)} />
            <span>{say(code === "1" ? "man" : "woman")}</span>
          </label>
        ))}
      </div>
      {fault && <p class="fault">{fault}</p>}
    </fieldset>
  );
}
