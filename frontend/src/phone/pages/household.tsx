/** One household: everything that is due there, who belongs to it, what the township said, and how the visit ended. */

import { useEffect } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { type Asking, ageOn, HOUSEHOLD, isAsked, isOpen, loadAsking, NEWCOMER } from "../parts/asking.ts";
import { Icon } from "../parts/icons.tsx";
import { Members } from "../parts/members.tsx";
import { sameForAll } from "../parts/same.ts";
import { stateOfStatus } from "../parts/states.ts";
import { Troubles } from "../parts/troubles.tsx";
import { Button, Loading, Notice, Page } from "../parts/ui.tsx";
import { dayInWords } from "../parts/values.ts";
import { reachedBy } from "../store/carrying.ts";
import type { Due, Household, Phone, Remark } from "../types.ts";

interface Standing {
  household: Household;
  asking: Asking | undefined;
  isRead: boolean;
  begun: Set<string>;
}

async function loadStanding(phone: Phone, uuid: string, chosen: string): Promise<Standing> {
  const household = await phone.household(uuid);
  const task = household.tasks.find((one) => one.task === chosen) ?? household.tasks.find(isOpen) ?? household.tasks[0];
  if (!task) {
    return { household, asking: undefined, isRead: false, begun: new Set() };
  }
  const asking = await loadAsking(phone, uuid, task.task);
  const whose = [null, NEWCOMER, ...household.persons.map((one) => one.uuid)];
  const drafts = await Promise.all(whose.map((one) => phone.draft(task.task, one)));
  const read = Math.max(task.notice_version, drafts[0]?.notice_version ?? 0);
  const begun = new Set(
    whose.filter((_, index) => Object.keys(drafts[index]?.answers ?? {}).length).map((one) => one ?? HOUSEHOLD),
  );
  return { household, asking, isRead: read >= asking.survey.notice_version, begun };
}

export function HouseholdPage({ uuid, chosen }: { uuid: string; chosen: string }) {
  const { phone, say, back } = useApp();
  const standing = useLoad(() => loadStanding(phone, uuid, chosen), [phone, uuid, chosen]);
  useEffect(() => phone.on("changed", standing.again), [phone]);
  if (!standing.value) {
    return (
      <Page title={say("household")} back>
        {standing.fault === undefined ? <Loading /> : <Notice tone="warn">{say("household_gone")}</Notice>}
      </Page>
    );
  }
  const { household, asking } = standing.value;
  const head = household.persons.find((one) => one.uuid === household.head);
  return (
    <Page
      title={say("household_of", { name: head?.name ?? say("no_head") })}
      lead={household.no}
      back={back}
      acts={<Call number={head?.values["person.phone"]} name={head?.name ?? ""} />}
      foot={asking && <Acts standing={standing.value} asking={asking} again={standing.again} />}
    >
      <Visit household={household} />
      {asking && <Tasks household={household} asking={asking} />}
      {asking && <Remarks asking={asking} />}
      <Troubles
        troubles={household.trouble ?? []}
        nameOf={({ person }) => household.persons.find((one) => one.uuid === person)?.name ?? ""}
        sheets={asking ? [asking.sheet] : []}
      />
      {asking && <Members {...standing.value} asking={asking} />}
      {asking && isOpen(asking.task) && <Same standing={standing.value} asking={asking} again={standing.again} />}
      {asking && <More uuid={uuid} asking={asking} isRead={standing.value.isRead} />}
      <Carried household={household} />
      {!asking && <People household={household} />}
    </Page>
  );
}

function Call({ number, name }: { number: unknown; name: string }) {
  const { say } = useApp();
  return typeof number === "string" && /^\+?\d{5,}/.test(number) ? (
    <a class="bar-act" href={`tel:${number}`} aria-label={say("call", { name })}>
      <Icon name="call" />
    </a>
  ) : null;
}

/** The one visit sheet: all that is due at this door. */
function Visit({ household }: { household: Household }) {
  const { say, language } = useApp();
  const address = household.values["household.address"];
  return (
    <section class="sheet">
      {typeof address === "string" && address && <p>{address}</p>}
      <h2>{say("due_here")}</h2>
      {household.due.length === 0 && <p class="hint">{say("nothing_due")}</p>}
      <ul class="plain">
        {household.due.map((one: Due) => (
          <li key={`${one.kind}-${one.title}`}>
            {one.until ? say("due_until", { what: one.title, day: dayInWords(one.until, language) }) : one.title}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tasks({ household, asking }: { household: Household; asking: Asking }) {
  const { phone, say, instead } = useApp();
  const surveys = useLoad(() => phone.surveys(), [phone]);
  const state = stateOfStatus(asking.task.status);
  const name = (uuid: string) => surveys.value?.find((one) => one.uuid === uuid)?.name ?? "";
  return (
    <>
      {household.tasks.length > 1 && (
        <fieldset class="tabs" aria-label={say("which_survey")}>
          {household.tasks.map((one) => (
            <button
              type="button"
              key={one.task}
              aria-pressed={one.task === asking.task.task}
              onClick={() => instead("household", household.uuid, one.task)}
            >
              {name(one.survey)}
            </button>
          ))}
        </fieldset>
      )}
      <p>
        {asking.survey.name} <span class={`state is-${state.tone}`}>{say(state.word)}</span>
      </p>
      {!asking.survey.is_open && <Notice tone="warn">{say("survey_closed")}</Notice>}
    </>
  );
}

/** What the township wrote beside the items, each with the way to the item. */
function Remarks({ asking: { household, task, sheet } }: { asking: Asking }) {
  const { say, go, language } = useApp();
  if (!task.remarks.length || task.status !== "returned") {
    return null;
  }
  const label = (remark: Remark) => {
    const person = household.persons.find((one) => one.uuid === remark.person)?.name;
    const question = sheet.sections.flatMap((one) => one.questions).find((one) => one.key === remark.key);
    return [person, question?.label[language]].filter(Boolean).join(" · ");
  };
  return (
    <Notice tone="bad">
      <strong>{say("returned_because")}</strong>
      <ul class="plain">
        {task.remarks.map((remark) => (
          <li key={`${remark.person}-${remark.key}-${remark.words}`}>
            {label(remark) && <strong>{say("colon", { what: label(remark) })}</strong>}
            {remark.words}
            {remark.key && (
              <Button
                kind="quiet"
                onClick={() => go("ask", household.uuid, task.task, remark.person ?? HOUSEHOLD, remark.key)}
              >
                {say("go_there")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Same({ standing, asking, again }: { standing: Standing; asking: Asking; again: () => void }) {
  const { phone, say, go } = useApp();
  const { household } = standing;
  const open = household.persons.filter((one) => !isAsked(one, asking.task));
  if (!open.length && isAsked(null, asking.task)) {
    return null;
  }
  const all = async () => {
    if (!standing.isRead) {
      go("notice", household.uuid, asking.task.task);
      return;
    }
    if (confirm(say("same_sure"))) {
      const left = await sameForAll(phone, asking);
      again();
      if (left) {
        go("missing", household.uuid, asking.task.task);
      }
    }
  };
  return (
    <section class="sheet">
      <Button icon="again" onClick={all}>
        {say("same_household")}
      </Button>
      <p class="hint">{say("same_household_hint")}</p>
    </section>
  );
}

function More({ uuid, asking, isRead }: { uuid: string; asking: Asking; isRead: boolean }) {
  const { say, go } = useApp();
  const { task } = asking;
  return (
    <section class="more">
      {isOpen(task) && (
        <Button
          icon="add"
          onClick={() => (isRead ? go("newcomer", uuid, task.task) : go("notice", uuid, task.task, NEWCOMER))}
        >
          {say("newcomer")}
        </Button>
      )}
      <Button icon="camera" onClick={() => go("pictures", uuid, task.task)}>
        {say("pictures")}
      </Button>
      <Button icon="list" onClick={() => go("missing", uuid, task.task)}>
        {say("missing")}
      </Button>
    </section>
  );
}

function Acts({ standing, asking, again }: { standing: Standing; asking: Asking; again: () => void }) {
  const { say, go } = useApp();
  const { household, isRead } = standing;
  const { task } = asking;
  void again;
  if (!isOpen(task)) {
    return <p class="hint">{say("handed_in")}</p>;
  }
  const next = household.persons.find((one) => !isAsked(one, task))?.uuid ?? (isAsked(null, task) ? "" : HOUSEHOLD);
  return (
    <>
      <Button kind={next ? "plain" : "main"} onClick={() => go("outcome", household.uuid, task.task)}>
        {say("outcome")}
      </Button>
      {next && (
        <Button kind="main" onClick={() => go(isRead ? "ask" : "notice", household.uuid, task.task, next)}>
          {say("ask_next")}
        </Button>
      )}
    </>
  );
}

/** The way to the card of the month, and whether it was told. */
function Carried({ household }: { household: Household }) {
  const { phone, say, go, language } = useApp();
  const pack = useLoad(() => phone.carry(household.village ?? ""), [phone, household]);
  if (!pack.value) {
    return null;
  }
  const told = reachedBy(pack.value).get(household.uuid);
  return (
    <section class="sheet">
      <Button icon={told ? "done" : "send"} onClick={() => go("carry", household.uuid)}>
        {say("carry")}
      </Button>
      {told && <p class="hint">{say("carried_on", { day: dayInWords(told.on, language) })}</p>}
    </section>
  );
}

/** A household without a survey: who lives there, for a follow-up or a delivery. */
function People({ household }: { household: Household }) {
  const { phone, say } = useApp();
  const today = useLoad(() => phone.today(), [phone]);
  return (
    <section class="sheet">
      <h2>{say("members")}</h2>
      <ul class="plain">
        {household.persons.map((one) => (
          <li key={one.uuid}>
            {one.name} {say("years", { age: ageOn(one.values["person.birth_date"], today.value ?? "") ?? "?" })}
          </li>
        ))}
      </ul>
    </section>
  );
}
