/** Somebody found at the door who is on no list: who it is, then the same questions as for everybody. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { type Asking, loadAsking, NEWCOMER } from "../parts/asking.ts";
import { Known, useBearers } from "../parts/bearers.tsx";
import { checkIdentity, type Faults } from "../parts/checkidentity.ts";
import { answersOf, type Identity, IdentityFields, NOBODY } from "../parts/identity.tsx";
import { Search } from "../parts/search.tsx";
import { Button, Fault, Field, Loading, Page } from "../parts/ui.tsx";
import type { Draft, Phone } from "../types.ts";
import { relationInWords, relations } from "../words/relations.ts";

async function load(phone: Phone, uuid: string, task: string): Promise<{ asking: Asking; draft: Draft | undefined }> {
  const [asking, draft] = await Promise.all([loadAsking(phone, uuid, task), phone.draft(task, NEWCOMER)]);
  return { asking, draft };
}

export function NewcomerPage({ uuid, task }: { uuid: string; task: string }) {
  const { phone, say } = useApp();
  const found = useLoad(() => load(phone, uuid, task), [phone, uuid, task]);
  if (!found.value) {
    return (
      <Page title={say("newcomer")} back>
        {found.fault === undefined ? <Loading /> : <Fault fault={found.fault} again={found.again} />}
      </Page>
    );
  }
  return <Newcomer {...found.value} />;
}

type Wrong = Faults & { relation?: string };

/** Who it is, as typed; `onward` keeps it as a draft and goes to the questions once nothing is wrong. */
function useNewcomer({ household, task, today }: Asking, draft: Draft | undefined) {
  const { phone, say, instead } = useApp();
  const [identity, setIdentity] = useState<Identity>(() => identityOf(draft));
  const [relation, setRelation] = useState(String(draft?.page?.relation ?? ""));
  const [faults, setFaults] = useState<Wrong>({});
  const onward = async () => {
    const checked = checkIdentity(identity, today, say);
    const wrong: Wrong = { ...checked.faults };
    if (!relation) {
      wrong.relation = say("relation_missing");
    }
    setFaults(wrong);
    if (Object.keys(wrong).length) {
      return;
    }
    const first = await phone.draft(task.task, null);
    await phone.saveDraft({
      task: task.task,
      person: NEWCOMER,
      answers: { ...draft?.answers, ...answersOf(checked.identity, today) },
      notice_version: Math.max(task.notice_version, first?.notice_version ?? 0),
      page: { uuid: draft?.page?.uuid ?? crypto.randomUUID(), relation, id_exception: checked.identity.exception },
    });
    instead("ask", household.uuid, task.task, NEWCOMER);
  };
  const drop = async () => {
    await phone.dropDraft(task.task, NEWCOMER);
    instead("household", household.uuid, task.task);
  };
  return { identity, setIdentity, relation, setRelation, faults, onward, drop };
}

function Newcomer({ asking, draft }: { asking: Asking; draft: Draft | undefined }) {
  const { say, language } = useApp();
  const { household, today } = asking;
  const { identity, setIdentity, relation, setRelation, faults, onward, drop } = useNewcomer(asking, draft);
  const bearers = useBearers(identity, setIdentity);
  return (
    <Page
      title={say("newcomer")}
      lead={household.no}
      back
      foot={
        <Button kind="main" onClick={onward}>
          {say("onward")}
        </Button>
      }
    >
      <div class="sheet">
        <Field id="relation" label={say("relation")} fault={faults.relation} must>
          <Search
            id="relation"
            options={relations(language)}
            chosen={relationInWords(relation, language)}
            onChoose={setRelation}
            fault={faults.relation}
          />
        </Field>
        <IdentityFields identity={identity} today={today} faults={faults} onChange={setIdentity} />
      </div>
      <Known bearers={bearers} household={household.uuid} />
      {draft && (
        <Button kind="danger" onClick={drop}>
          {say("newcomer_drop")}
        </Button>
      )}
    </Page>
  );
}

function identityOf(draft: Draft | undefined): Identity {
  const text = (key: string) => String(draft?.answers[key] ?? "");
  return {
    ...NOBODY,
    id: text("person.id_number"),
    name: text("person.name"),
    sex: text("person.sex"),
    birth: text("person.birth_date"),
    exception: String(draft?.page?.id_exception ?? ""),
  };
}
