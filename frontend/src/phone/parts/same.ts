/** Recording answers: one person or household at a time, or "same as last time" for a whole household. */

import { judge, judged as judgedOf } from "../phone.ts";
import type { Body, Draft, Judgement, Op, Phone, Values } from "../types.ts";
import { type Asking, answersToSend, cleaned, factsOf, isAsked, NEWCOMER, sectionOf } from "./asking.ts";

export interface Recorded {
  op: Op;
  judged: Judgement;
}

/** Judge what is known about somebody with the answers typed over it. person null: the household. */
export function judgeOne(phone: Phone, asking: Asking, person: string | null, answers: Values): Judgement {
  const section = sectionOf(asking.sheet, person);
  const typed = cleaned(section, answers);
  if (person === null || asking.household.persons.some((one) => one.uuid === person)) {
    return judgedOf(section, asking.household, person, typed, asking.today);
  }
  return judge(section, factsOf(phone, asking.household, person, typed), asking.today);
}

/** Put the answers of a draft into the outbox. A newcomer's are told with the relation to the head. */
export async function recordDraft(phone: Phone, asking: Asking, draft: Draft): Promise<Recorded> {
  const { task, household, survey, sheet } = asking;
  const isNew = draft.person === NEWCOMER;
  const section = sectionOf(sheet, draft.person);
  const judged = judgeOne(phone, asking, draft.person, draft.answers);
  const typed = cleaned(section, draft.answers);
  const before = isNew ? {} : factsOf(phone, household, draft.person, {});
  const answers = answersToSend(section, judged, before, typed);
  const number = draft.answers["person.id_number"];
  const body: Body = {
    task: task.task,
    person: isNew ? String(draft.page?.uuid) : draft.person,
    answers: isNew && number ? { ...answers, "person.id_number": number } : answers,
    questions: survey.questions,
    notice_version: draft.notice_version || survey.notice_version,
    collected_at: new Date().toISOString(),
  };
  if (isNew) {
    body.newcomer = { relation: draft.page?.relation ?? "", id_exception: draft.page?.id_exception ?? "" };
  }
  const op = await phone.record(isNew ? "surveys.newcomer" : "surveys.answers", body);
  if (isNew) {
    await phone.dropDraft(task.task, NEWCOMER);
  }
  return { op, judged };
}

/**
 * "Same as last time" for everybody of the household who was not asked yet and of whom nothing required is missing.
 * Returns how many were left, because something must be asked of them first.
 */
export async function sameForAll(phone: Phone, asking: Asking): Promise<number> {
  const { household, task, survey } = asking;
  const whose = [null, ...household.persons].filter((one) => !isAsked(one, task));
  let left = 0;
  for (const one of whose) {
    const person = one?.uuid ?? null;
    const draft = await phone.draft(task.task, person);
    const answers = draft?.answers ?? {};
    if (judgeOne(phone, asking, person, answers).missing.length) {
      left += 1;
      continue;
    }
    await recordDraft(phone, asking, {
      task: task.task,
      person,
      answers,
      notice_version: survey.notice_version,
    });
  }
  return left;
}
