/** A household that is on no list: where it is, who its head is, and the notice before anything is written down. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Known, useBearers } from "../parts/bearers.tsx";
import { checkIdentity, type Faults } from "../parts/checkidentity.ts";
import { answersOf, type Identity, IdentityFields, NOBODY } from "../parts/identity.tsx";
import { type Option, Search } from "../parts/search.tsx";
import { Button, Field, Input, Loading, Notice, Page } from "../parts/ui.tsx";
import type { Phone, Survey } from "../types.ts";
import type { Say } from "../words/index.ts";

async function load(phone: Phone): Promise<{ groups: Option[]; surveys: Survey[]; today: string }> {
  const [rows, surveys, today] = await Promise.all([phone.list({ part: "all" }), phone.surveys(), phone.today()]);
  const groups = new Map(rows.map((row) => [row.group, row.group_name]));
  return {
    groups: [...groups].map(([key, name]) => ({ key, name })),
    surveys: surveys.filter((one) => one.is_open),
    today,
  };
}

export function FoundPage() {
  const { phone, say } = useApp();
  const found = useLoad(() => load(phone), [phone]);
  const survey = found.value?.surveys[0];
  return found.value && survey ? (
    <Found {...found.value} survey={survey} />
  ) : (
    <Page title={say("found_household")} back>
      {found.value ? <Notice tone="warn">{say("no_survey")}</Notice> : <Loading />}
    </Page>
  );
}

type Wrong = Faults & { group?: string; address?: string; notice?: string };

interface Typed {
  survey: Survey;
  group: string;
  address: string;
  identity: Identity;
  isRead: boolean;
}

/** What is wrong with what was typed, by field; and who it is, with what the number tells. */
function check(typed: Typed, today: string, say: Say): { wrong: Wrong; identity: Identity } {
  const checked = checkIdentity(typed.identity, today, say);
  const wrong: Wrong = { ...checked.faults };
  if (!typed.group) wrong.group = say("group_missing");
  if (!typed.address.trim()) wrong.address = say("address_missing");
  if (!typed.isRead) wrong.notice = say("notice_missing");
  return { wrong, identity: checked.identity };
}

/** Puts the household into the outbox; gives the number the phone has made for it. */
async function record(phone: Phone, { survey, group, address }: Typed, head: Identity, today: string): Promise<string> {
  const household = crypto.randomUUID();
  await phone.record("surveys.household", {
    survey: survey.uuid,
    household,
    task: crypto.randomUUID(),
    area: group,
    answers: { "household.address": address.trim() },
    head: {
      person: crypto.randomUUID(),
      relation: "02",
      id_exception: head.exception,
      answers: answersOf(head, today),
    },
    questions: survey.questions,
    notice_version: survey.notice_version,
  });
  return household;
}

interface FoundProps {
  groups: Option[];
  surveys: Survey[];
  survey: Survey;
  today: string;
}

function Found({ groups, surveys, survey, today }: FoundProps) {
  const { phone, say, instead } = useApp();
  const only = groups.length === 1 ? (groups[0]?.key ?? "") : "";
  const [typed, setTyped] = useState<Typed>({ survey, group: only, address: "", identity: NOBODY, isRead: false });
  const [faults, setFaults] = useState<Wrong>({});
  const set = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const keep = async () => {
    const { wrong, identity } = check(typed, today, say);
    setFaults(wrong);
    if (Object.keys(wrong).length) {
      document.querySelector(".is-wrong")?.scrollIntoView({ block: "center" });
      return;
    }
    instead("household", await record(phone, typed, identity, today));
  };
  const foot = (
    <Button kind="main" onClick={keep}>
      {say("found_keep")}
    </Button>
  );
  return (
    <Page title={say("found_household")} back foot={foot}>
      <p>{say("found_lead")}</p>
      {surveys.length > 1 && <Which surveys={surveys} chosen={typed.survey} onChoose={(one) => set({ survey: one })} />}
      <Where {...{ groups, typed, faults, set }} />
      <Head identity={typed.identity} {...{ today, faults }} onChange={(identity) => set({ identity })} />
      <Read {...{ typed, faults, set }} />
    </Page>
  );
}

function Which({ surveys, chosen, onChoose }: { surveys: Survey[]; chosen: Survey; onChoose: (one: Survey) => void }) {
  const { say } = useApp();
  return (
    <fieldset class="tabs" aria-label={say("which_survey")}>
      {surveys.map((one) => (
        <button type="button" key={one.uuid} aria-pressed={one.uuid === chosen.uuid} onClick={() => onChoose(one)}>
          {one.name}
        </button>
      ))}
    </fieldset>
  );
}

interface PartProps {
  typed: Typed;
  faults: Wrong;
  set: (part: Partial<Typed>) => void;
}

function Where({ groups, typed, faults, set }: PartProps & { groups: Option[] }) {
  const { say } = useApp();
  return (
    <div class="sheet">
      <Field id="group" label={say("group")} fault={faults.group} must>
        <Search
          id="group"
          options={groups}
          chosen={groups.find((one) => one.key === typed.group)?.name ?? ""}
          onChoose={(group) => set({ group })}
        />
      </Field>
      <Field id="address" label={say("address")} fault={faults.address} must>
        <Input
          id="address"
          value={typed.address}
          maxLength={120}
          onText={(address) => set({ address })}
          fault={faults.address}
        />
      </Field>
    </div>
  );
}

interface HeadProps {
  identity: Identity;
  today: string;
  faults: Wrong;
  onChange: (identity: Identity) => void;
}

function Head({ identity, today, faults, onChange }: HeadProps) {
  const { say } = useApp();
  const bearers = useBearers(identity, onChange);
  return (
    <>
      <div class="sheet">
        <h2>{say("head")}</h2>
        <IdentityFields identity={identity} today={today} faults={faults} onChange={onChange} />
      </div>
      <Known bearers={bearers} household="" />
    </>
  );
}

function Read({ typed, faults, set }: PartProps) {
  const { say } = useApp();
  return (
    <>
      <Notice>
        <p>{typed.survey.notice}</p>
      </Notice>
      <label class={`choice${faults.notice ? " is-wrong" : ""}`}>
        <input
          type="checkbox"
          checked={typed.isRead}
          onChange={(event) => set({ isRead: event.currentTarget.checked })}
        />
        <span>{say("notice_read")}</span>
      </label>
      {faults.notice && <p class="fault">{faults.notice}</p>}
    </>
  );
}
