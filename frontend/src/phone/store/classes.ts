/** The classes of a village: as the county sent them, with who was signed in on this phone on top. */

import type * as t from "../types.ts";
import { boxesOf } from "./shelf.ts";
import type { Change, Store } from "./store.ts";

const boxOf = (village: string): string => `classes:${village}`;

export async function classesIn(store: Store, villages: Iterable<string>): Promise<t.ClassHere[]> {
  const found = [];
  for (const village of villages) found.push(...((await store.read<t.ClassHere[]>(boxOf(village))) ?? []));
  return found;
}

/** Puts the classes of a village into a change in place of those that were here; nobody: none. */
export function stageClasses(change: Change, village: string, theirs: t.ClassHere[], waiting: t.Op[]): void {
  const own = waiting.filter(({ kind }) => kind === "training.sign_in");
  const classes = theirs.map((one) => own.reduce(withSigned, one));
  boxesOf(change).set(boxOf(village), classes.length ? classes : null);
}

/** Puts a sign-in into a change. */
export async function stageSigned(store: Store, villages: Iterable<string>, change: Change, op: t.Op): Promise<void> {
  for (const village of villages) {
    const classes = await classesIn(store, [village]);
    if (classes.some((one) => has(one, op))) stageClasses(change, village, classes, [op]);
  }
}

const has = (one: t.ClassHere, { body }: t.Op): boolean =>
  one.learners.some((learner) => learner.enrolment === body.enrolment);

/** Signed in; a second time changes nothing. */
function withSigned(one: t.ClassHere, { body }: t.Op): t.ClassHere {
  const session = String(body.session);
  const signed = (learner: t.LearnerHere) =>
    learner.enrolment !== body.enrolment || learner.signed.includes(session)
      ? learner
      : { ...learner, signed: [...learner.signed, session] };
  return { ...one, learners: one.learners.map(signed) };
}
