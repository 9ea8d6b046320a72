/** What is missing in a household, by person, each item with the way to it. */

import { useApp, useLoad } from "../parts/app.ts";
import { type Asking, HOUSEHOLD, isAsked, isOpen, loadAsking, sectionOf } from "../parts/asking.ts";
import { judgeOne } from "../parts/same.ts";
import { Empty, Fault, Loading, Page } from "../parts/ui.tsx";
import type { Phone, Question } from "../types.ts";
import { either } from "../words/index.ts";

interface Gap {
  who: string;
  name: string;
  isAsked: boolean;
  questions: Question[];
}

async function load(phone: Phone, uuid: string, task: string): Promise<{ asking: Asking; gaps: Gap[] }> {
  const asking = await loadAsking(phone, uuid, task);
  const gaps: Gap[] = [];
  for (const one of [null, ...asking.household.persons]) {
    const person = one?.uuid ?? null;
    const draft = await phone.draft(task, person);
    const { missing } = judgeOne(phone, asking, person, draft?.answers ?? {});
    const isDone = isAsked(one, asking.task);
    const questions = sectionOf(asking.sheet, person).questions.filter((question) => missing.includes(question.key));
    if (questions.length || !isDone) {
      gaps.push({ who: person ?? HOUSEHOLD, name: one?.name ?? "", isAsked: isDone, questions });
    }
  }
  return { asking, gaps };
}

export function MissingPage({ uuid, task }: { uuid: string; task: string }) {
  const { phone, say, go } = useApp();
  const found = useLoad(() => load(phone, uuid, task), [phone, uuid, task]);
  const gaps = found.value?.gaps ?? [];
  const canWrite = found.value ? isOpen(found.value.asking.task) : false;
  return (
    <Page title={say("missing")} back>
      {found.fault !== undefined && <Fault fault={found.fault} again={found.again} />}
      {!found.value && found.fault === undefined && <Loading />}
      {found.value && !gaps.length && <Empty title={say("nothing_missing")} />}
      {gaps.map((gap) => (
        <Missing key={gap.who} gap={gap} canWrite={canWrite} onGo={(...to) => go("ask", uuid, task, gap.who, ...to)} />
      ))}
    </Page>
  );
}

function Missing({ gap, canWrite, onGo }: { gap: Gap; canWrite: boolean; onGo: (...to: string[]) => void }) {
  const { say, language } = useApp();
  return (
    <section class="part">
      <h2>
        {gap.name || say("household_questions")} {!gap.isAsked && <span class="state">{say("asked_not")}</span>}
      </h2>
      <ul class="plain choices">
        {gap.questions.map((question) => (
          <li key={question.key}>
            <button type="button" class="choice" disabled={!canWrite} onClick={() => onGo(question.key)}>
              <span>{either(question.label, language)}</span>
            </button>
          </li>
        ))}
        {!gap.questions.length && (
          <li>
            <button type="button" class="choice" disabled={!canWrite} onClick={() => onGo()}>
              <span>{say("to_confirm")}</span>
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
