/** Photos and a signature, about the household or one of its members. Never required. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Icon } from "../parts/icons.tsx";
import { shrink } from "../parts/shrink.ts";
import { Signature } from "../parts/signature.tsx";
import { Fault, Loading, Notice, Page } from "../parts/ui.tsx";
import type { Person } from "../types.ts";

type Purpose = "photo" | "paper" | "signature";

/** Keeps a picture about the household ("") or a member, and says what was kept. */
function useKeeping(task: string, about: string) {
  const { phone, say } = useApp();
  const [kept, setKept] = useState<{ purpose: Purpose; size: number }>();
  const [fault, setFault] = useState("");
  const keep = async (purpose: Purpose, picture: Blob) => {
    setFault("");
    setKept(undefined);
    try {
      const small = await shrink(picture);
      await phone.picture(task, about || null, purpose, small);
      setKept({ purpose, size: Math.ceil(small.size / 1000) });
    } catch {
      setFault(say("picture_fault"));
    }
  };
  return { kept, fault, keep };
}

export function PicturePage({ uuid, task }: { uuid: string; task: string }) {
  const { phone, say } = useApp();
  const household = useLoad(() => phone.household(uuid), [phone, uuid]);
  const [about, setAbout] = useState("");
  const { kept, fault, keep } = useKeeping(task, about);
  return (
    <Page title={say("pictures")} lead={household.value?.no} back>
      {household.fault !== undefined && <Fault fault={household.fault} again={household.again} />}
      {!household.value && household.fault === undefined && <Loading />}
      <p>{say("pictures_lead")}</p>
      <About persons={household.value?.persons ?? []} about={about} onChoose={setAbout} />
      <div class="pair">
        <Camera word={say("take_photo")} onPicture={(picture) => keep("photo", picture)} />
        <Camera word={say("take_paper")} onPicture={(picture) => keep("paper", picture)} />
      </div>
      <section class="sheet">
        <h2>{say("signature")}</h2>
        <p class="hint">{say("sign_here")}</p>
        <Signature onSign={(picture) => keep("signature", picture)} />
      </section>
      {kept && <Notice tone="good">{say(`kept_${kept.purpose}`, { size: kept.size })}</Notice>}
      {fault && <Notice tone="bad">{fault}</Notice>}
    </Page>
  );
}

interface AboutProps {
  persons: Person[];
  about: string;
  onChoose: (person: string) => void;
}

function About({ persons, about, onChoose }: AboutProps) {
  const { say } = useApp();
  return (
    <fieldset class="field">
      <legend>{say("picture_about")}</legend>
      <div class="choices">
        {[{ uuid: "", name: say("whole_household") }, ...persons].map((one) => (
          <label class="choice" key={one.uuid}>
            <input type="radio" name="about" checked={about === one.uuid} onChange={() => onChoose(one.uuid)} />
            <span>{one.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The phone's own camera: it needs no permission of the page and focuses better. */
function Camera({ word, onPicture }: { word: string; onPicture: (picture: Blob) => void }) {
  return (
    <label class="button">
      <Icon name="camera" />
      <span>{word}</span>
      <input
        class="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) {
            onPicture(file);
          }
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
