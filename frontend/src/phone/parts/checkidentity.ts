/** What is wrong with an identity, by field, before it is kept. */

import { idNumber } from "../phone.ts";
import type { Say } from "../words/index.ts";
import { type Identity, whyNot } from "./identity.tsx";
import { date } from "./values.ts";

export type Faults = Partial<Record<keyof Identity, string>>;

/** Also fills in what the number says; the day of birth comes back as ISO. */
export function checkIdentity(identity: Identity, today: string, say: Say): { faults: Faults; identity: Identity } {
  const faults: Faults = {};
  const filled = { ...identity };
  if (!identity.name.trim()) {
    faults.name = say("name_missing");
  }
  if (identity.id.trim()) {
    const read = idNumber(identity.id, today);
    if (read.ok) {
      Object.assign(filled, { id: read.number, sex: read.sex, birth: read.birth });
    } else {
      faults.id = whyNot(read, say);
    }
    return { faults, identity: filled };
  }
  const birth = date(identity.birth);
  if (!identity.exception.trim()) {
    faults.exception = say("id_or_exception");
  }
  if (!identity.sex) {
    faults.sex = say("sex_missing");
  }
  if (birth.why || String(birth.value) > today) {
    faults.birth = say("not_date");
  } else {
    filled.birth = String(birth.value);
  }
  return { faults, identity: filled };
}
