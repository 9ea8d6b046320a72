/** The list of money of a package, with the names its households bring (gangqiao/subsidies/phone/section.py). */

import type * as t from "../types.ts";
import { Outdated } from "./wire.ts";

export function moneyOf({ groups, people, ...words }: t.MoneySent, households: t.Household[]): t.Money {
  const persons = households.flatMap((household) => household.persons);
  const lines = new Map<number, t.MoneyLine[]>();
  for (const [programme, standing, fen, missing, state, gaps] of groups) {
    let place = 0;
    for (const gap of gaps) {
      place += gap;
      lines.set(place, [...(lines.get(place) ?? []), [programme, standing, fen, missing, state]]);
    }
  }
  const there = [...lines].sort(([a], [b]) => a - b).map(([place, own]) => ({ ...who(persons[place]), lines: own }));
  return { ...words, people: [...there, ...people] };
}

function who(person: t.Person | undefined): { person: string; name: string } {
  if (!person) throw new Outdated();
  return { person: person.uuid, name: person.name };
}
