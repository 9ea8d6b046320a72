/** A household that is on no list: where it is, who its head is, and the notice before anything is written down. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { checkIdentity, type Faults } from "../parts/checkidentity.ts";
import { answersOf, type Identity, IdentityFields, NOBODY } from "../parts/identity.tsx";
import { type Option, Search } from "../parts/search.tsx";
import { Button, Field, Input, Loading, Notice, Page } from "../parts/ui.tsx";
import type { Phone, Survey } from "../types.ts";

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

function Found({
  groups,
  surveys,
  survey: first,
  today,
}: {
  groups: Option[];
  surveys: Survey[];
  survey: Survey;
  today: string;
}) {
  const { phone, say, instead } = useApp();
  const [survey, setSurvey] = useState(first);
  const [group, setGroup] = useState(groups.length === 1 ? (groups[0]?.key ?? "") : "");
  const [address, setAddress] = useState("");
  const [identity, setIdentity] = useState<Identity>(NOBODY);
  const [isRead, setRead] = useState(false);
  const [faults, setFaults] = useState<Wrong>({});
  const keep = async () => {
    const checked = checkIdentity(identity, today, say);
    const wrong: Wrong = { ...checked.faults };
    if (!group) wrong.group = say("group_missing");
    if (!address.trim()) wrong.address = say("address_missing");
    if (!isRead) wrong.notice = say("notice_missing");
    setFaults(wrong);
    if (Object.keys(wrong).length) {
      document.querySelector(".is-wrong")?.scrollIntoView({ block: "center" });
      return;
    }
    const household = crypto.randomUUID();
    const head = { person: crypto.randomUUID(), relation: "02", id_exception: checked.identity.exception };
    await phone.record("surveys.household", {
      survey: survey.uuid,
      household,
      task: crypto.randomUUID(),
      area: group,
      answers: { "household.address": address.trim() },
      head: { ...head, answers: answersOf(checked.identity, today) },
      questions: survey.questions,
      notice_version: survey.notice_version,
    });
    instead("household", household);
  };
  return (
    <Page
      title={say("found_household")}
      back
      foot={
        <Button kind="main" onClick={keep}>
          {say("found_keep")}
        </Button>
      }
    >
      <p>{say("found_lead")}</p>
      {surveys.length > 1 && (
        <fieldset class="tabs" aria-label={say("which_survey")}>
          {surveys.map((one) => (
            <button type="button" key={one.uuid} aria-pressed={one.uuid === survey.uuid} onClick={() => setSurvey(one)}>
              {one.name}
            </button>
          ))}
        </fieldset>
      )}
      <div class="sheet">
        <Field id="group" label={say("group")} fault={faults.group} must>
          <Search
            id="group"
            options={groups}
            chosen={groups.find((one) => one.key === group)?.name ?? ""}
            onChoose={setGroup}
          />
        </Field>
        <Field id="address" label={say("address")} fault={faults.address} must>
          <Input id="address" value={address} maxLength={120} onText={setAddress} fault={faults.address} />
        </Field>
      </div>
      <div class="sheet">
        <h2>{say("head")}</h2>
        <IdentityFields identity={identity} today={today} faults={faults} onChange={setIdentity} />
      </div>
      <Notice>
        <p>{survey.notice}</p>
      </Notice>
      <label class={`choice${faults.notice ? " is-wrong" : ""}`}>
        <input type="checkbox" checked={isRead} onChange={(event) => setRead(event.currentTarget.checked)} />
        <span>{say("notice_read")}</span>
      </label>
      {faults.notice && <p class="fault">{faults.notice}</p>}
    </Page>
  );
}
