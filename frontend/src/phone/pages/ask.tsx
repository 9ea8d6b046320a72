/** The questions, one page of them at a time. Every change is a draft on the disk before the next key is pressed. */

import { useEffect, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import {
  type Asking,
  factsOf,
  HOUSEHOLD,
  isAsked,
  loadAsking,
  pagesOf,
  type QuestionPage,
  sectionOf,
} from "../parts/asking.ts";
import { QuestionField } from "../parts/fields.tsx";
import { usePlaces } from "../parts/places.ts";
import { judgeOne, recordDraft } from "../parts/same.ts";
import { Button, Fault, Loading, Notice, Page, Progress } from "../parts/ui.tsx";
import { clean } from "../parts/values.ts";
import type { Draft, Json, Judgement, Phone, Question, Values } from "../types.ts";
import type { Say } from "../words/index.ts";

interface Props {
  uuid: string;
  task: string;
  who: string;
  /** A page by number, or the key of a question on it. */
  place: string;
}

interface Opened {
  asking: Asking;
  draft: Draft;
}

async function open(phone: Phone, { uuid, task, who }: Props): Promise<Opened> {
  const asking = await loadAsking(phone, uuid, task);
  const person = who === HOUSEHOLD ? null : who;
  const [kept, first] = await Promise.all([phone.draft(task, person), phone.draft(task, null)]);
  const read = Math.max(asking.task.notice_version, first?.notice_version ?? 0);
  const draft = kept ?? { task, person, answers: {}, notice_version: read };
  return { asking, draft: { ...draft, notice_version: draft.notice_version || read } };
}

export function Asked(props: Props) {
  const { phone, say, instead } = useApp();
  const opened = useLoad(() => open(phone, props), [phone, props.uuid, props.task, props.who]);
  const read = opened.value?.draft.notice_version;
  useEffect(() => {
    // Nobody is asked before the notice was read out.
    if (read !== undefined && read < (opened.value?.asking.survey.notice_version ?? 0)) {
      instead("notice", props.uuid, props.task, props.who);
    }
  }, [read]);
  if (!opened.value) {
    return (
      <Page title={say("questions")} back>
        {opened.fault === undefined ? <Loading /> : <Fault fault={opened.fault} again={opened.again} />}
      </Page>
    );
  }
  return <Questions {...props} {...opened.value} />;
}

/** The draft as it is typed, kept on the disk with every change. */
function useDraft(first: Draft) {
  const { phone } = useApp();
  const [draft, setDraft] = useState(first);
  const [fault, setFault] = useState<unknown>();
  const type = (key: string, value: Json) => {
    const next = { ...draft, answers: { ...draft.answers, [key]: value } };
    setDraft(next);
    phone.saveDraft(next).catch(setFault);
  };
  return { draft, type, fault, setFault };
}

/** Saves unless something typed cannot be read: then it leads there. Afterwards the next person who was not asked. */
function useSaving(props: Props & Opened, draft: Draft, judged: Judgement, setFault: (fault: unknown) => void) {
  const { phone, instead, back } = useApp();
  const [isSaving, setSaving] = useState(false);
  const { uuid, task, who, asking } = props;
  const save = async () => {
    const asked = sectionOf(asking.sheet, draft.person).questions.filter((one) => judged.asked.includes(one.key));
    const wrong = wrongKey(asked, draft, judged);
    if (wrong) {
      instead("ask", uuid, task, who, wrong);
      return;
    }
    setSaving(true);
    try {
      await recordDraft(phone, asking, draft);
      // Only onward: who was passed over is shown by the household's own page.
      const { persons } = asking.household;
      const here = persons.findIndex((one) => one.uuid === who);
      const next = persons.slice(here + 1).find((one) => !isAsked(one, asking.task));
      if (next) {
        instead("ask", uuid, task, next.uuid);
      } else {
        back();
      }
    } catch (refused) {
      setFault(refused);
      setSaving(false);
    }
  };
  return { save, isSaving };
}

/** Which page an address names: by its number, or by a question that stands on it. */
function pageAt(pages: QuestionPage[], place: string): number {
  const byKey = pages.findIndex((one) => one.questions.some((question) => question.key === place));
  return Math.min(Math.max(0, byKey >= 0 ? byKey : Number(place) || 0), Math.max(0, pages.length - 1));
}

function Questions(props: Props & Opened) {
  const { uuid, task, who, place, asking } = props;
  const { phone, say, instead } = useApp();
  const { draft, type, fault, setFault } = useDraft(props.draft);
  const before = factsOf(phone, asking.household, draft.person, {});
  const judged = judgeOne(phone, asking, draft.person, draft.answers);
  const { save, isSaving } = useSaving(props, draft, judged, setFault);
  const pages = pagesOf(sectionOf(asking.sheet, draft.person), judged.asked);
  const number = pageAt(pages, place);
  useJump(place, number);
  const page = pages[number];
  const turn = (to: number) => {
    instead("ask", uuid, task, who, String(to));
    scrollTo(0, 0);
  };
  const isLast = number >= pages.length - 1;
  return (
    <Page
      title={titleOf(asking, who, draft, say)}
      lead={page && `${say(page.title)} ${page.of} · ${say("page_of", { at: number + 1, of: pages.length })}`}
      back
      foot={<Onward {...{ number, isLast, isSaving, turn, save }} />}
    >
      <Progress share={pages.length ? (number + 1) / pages.length : 1} label={say("progress")} />
      {fault !== undefined && <Fault fault={fault} />}
      {number === 0 && (
        <Same judged={judged} onSame={save} isKnown={Object.keys(before).length > 1} disabled={isSaving} />
      )}
      {page && <Fields {...{ page, asking, who, draft, before, judged, type }} />}
      {isLast && judged.missing.length > 0 && (
        <Left judged={judged} onGo={(key) => instead("ask", uuid, task, who, key)} />
      )}
    </Page>
  );
}

function titleOf({ household }: Asking, who: string, draft: Draft, say: Say): string {
  const name = household.persons.find((one) => one.uuid === who)?.name;
  return who === HOUSEHOLD ? say("household_questions") : (name ?? String(draft.answers["person.name"] ?? ""));
}

interface FieldsProps {
  page: QuestionPage;
  asking: Asking;
  who: string;
  draft: Draft;
  before: Values;
  judged: Judgement;
  type: (key: string, value: Json) => void;
}

function Fields({ page, asking, who, draft, before, judged, type }: FieldsProps) {
  const { say } = useApp();
  const places = usePlaces(asking.household.village ?? "");
  const subject = asking.household.persons.find((one) => one.uuid === who) ?? asking.household;
  return page.questions.map((question) => (
    <QuestionField
      key={question.key}
      question={question}
      typed={draft.answers[question.key]}
      before={before[question.key]}
      isHidden={subject.hidden?.includes(question.key) ?? false}
      fault={judged.faults.some((one) => one.key === question.key) ? say("answer_cannot_be") : undefined}
      places={places}
      onType={(value) => type(question.key, value)}
    />
  ));
}

interface OnwardProps {
  number: number;
  isLast: boolean;
  isSaving: boolean;
  turn: (to: number) => void;
  save: () => void;
}

function Onward({ number, isLast, isSaving, turn, save }: OnwardProps) {
  const { say } = useApp();
  return (
    <>
      {number > 0 && <Button onClick={() => turn(number - 1)}>{say("page_before")}</Button>}
      {isLast ? (
        <Button kind="main" disabled={isSaving} onClick={save}>
          {say("save")}
        </Button>
      ) : (
        <Button kind="main" onClick={() => turn(number + 1)}>
          {say("page_next")}
        </Button>
      )}
    </>
  );
}

/** The first answer that cannot be read or cannot be; "" when there is none. */
function wrongKey(asked: Question[], draft: Draft, judged: Judgement): string {
  const unread = asked.find((one) => clean(one, draft.answers[one.key]).why);
  // What was recorded wrongly before and is not touched now is shown as wrong, and holds nobody up at the door.
  return unread?.key ?? judged.faults.find((one) => one.key in draft.answers)?.key ?? "";
}

/** Goes to the question that the address names. */
function useJump(place: string, number: number) {
  useEffect(() => {
    if (place.includes(".")) {
      const field = document.getElementById(`at-${place.replace(".", "-")}`);
      field?.scrollIntoView({ block: "start" });
      field?.querySelector<HTMLElement>("input, button, textarea")?.focus({ preventScroll: true });
    }
  }, [place, number]);
}

interface SameProps {
  judged: Judgement;
  isKnown: boolean;
  disabled: boolean;
  onSame: () => void;
}

function Same({ judged, isKnown, disabled, onSame }: SameProps) {
  const { say } = useApp();
  if (!isKnown) {
    return null;
  }
  const missing = judged.missing.length;
  return (
    <section class="sheet">
      <Button icon="again" onClick={onSame} disabled={disabled || missing > 0}>
        {say("same_person")}
      </Button>
      <p class="hint">{missing ? say("same_missing", { many: missing }) : say("same_person_hint")}</p>
    </section>
  );
}

function Left({ judged, onGo }: { judged: Judgement; onGo: (key: string) => void }) {
  const { say } = useApp();
  return (
    <Notice tone="warn">
      <p>{say("still_missing", { many: judged.missing.length })}</p>
      <Button onClick={() => onGo(judged.missing[0] ?? "")}>{say("go_to_first")}</Button>
    </Notice>
  );
}
