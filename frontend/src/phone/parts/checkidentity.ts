/** What is wrong with an identity, by field, before it is kept. */

import { idNumber } from "../phone.ts";
import type { Household, Phone } from "../types.ts";
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

/** Who on this phone bears the number, as far as its masked form tells: same shown digits, birth and sex. */
export async function bearerOf(
  phone: Phone,
  id: string,
  today: string,
): Promise<{ household: Household; name: string } | undefined> {
  const read = idNumber(id, today);
  if (!read.ok) {
    return undefined;
  }
  for (const row of await phone.list({ part: "all" })) {
    const household = await phone.household(row.uuid);
    const found = household.persons.find(
      (one) =>
        one.id_masked !== undefined &&
        fits(one.id_masked, read.number) &&
        one.values["person.birth_date"] === read.birth &&
        one.values["person.sex"] === read.sex,
    );
    if (found) {
      return { household, name: found.name };
    }
  }
  return undefined;
}

function fits(masked: string, number: string): boolean {
  return masked.length === number.length && [...masked].every((c, index) => !/[\dX]/.test(c) || c === number[index]);
}
