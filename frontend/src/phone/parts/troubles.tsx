/** What the county did not take over as it was sent, and what to do about it. */

import type { QuestionSheet, Trouble } from "../types.ts";
import { either, type Word } from "../words/index.ts";
import { useApp } from "./app.ts";
import { Notice } from "./ui.tsx";

const KINDS: Record<string, Word> = {
  "surveys.answers": "kind_answers",
  "surveys.newcomer": "kind_newcomer",
  "surveys.household": "kind_household",
  "surveys.submit": "kind_submit",
  "surveys.picture": "kind_picture",
  "vacancies.deliver": "kind_deliver",
  "vacancies.response": "kind_response",
};

export function kindInWords(kind: string): Word {
  return KINDS[kind] ?? (kind.startsWith("transfers.") ? "kind_trip" : "kind_other");
}

interface Props {
  troubles: Trouble[];
  /** Whom an operation is about, in words; "" when that is not known. */
  nameOf: (trouble: Trouble) => string;
  sheets: QuestionSheet[];
}

export function Troubles({ troubles, nameOf, sheets }: Props) {
  const { say, language } = useApp();
  const questions = sheets.flatMap((sheet) => sheet.sections.flatMap((one) => one.questions));
  const labels = new Map(questions.map((one) => [one.key, either(one.label, language)]));
  return (
    <>
      {troubles.map((one) => {
        const name = nameOf(one);
        const fields = one.fields.map((key) => labels.get(key) ?? key).join(language === "zh" ? "、" : ", ");
        const isConflict = one.result === "conflict";
        return (
          <Notice key={one.op} tone="warn">
            <strong>
              {name && `${name} · `}
              {say(kindInWords(one.kind))}
            </strong>
            <p>
              {isConflict && (fields || !one.say)
                ? say("conflict", { fields: fields || say("some_items") })
                : one.say || say("rejected")}
            </p>
            {one.faults
              .filter((fault) => fault.sentence !== one.say)
              .map((fault) => (
                <p key={fault.field}>{fault.sentence}</p>
              ))}
            <p class="hint">{say(isConflict ? "conflict_do" : "rejected_do")}</p>
          </Notice>
        );
      })}
    </>
  );
}
