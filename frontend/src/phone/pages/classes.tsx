/** Roll-call of a class at the village: one tap for each learner who came, or the code on the slip. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { useAgain } from "../parts/carry.tsx";
import { Icon } from "../parts/icons.tsx";
import { useTripTell } from "../parts/trips.tsx";
import { Button, Empty, Loading, Notice, Page } from "../parts/ui.tsx";
import { shortDay } from "../parts/values.ts";
import type { ClassHere, LearnerHere, SessionHere } from "../types.ts";
import type { TellTrip } from "../words/trips.ts";
import { Camera } from "./scan.tsx";

export function ClassesPage({ uuid }: { uuid: string }) {
  const { phone } = useApp();
  const tell = useTripTell();
  const found = useLoad(async () => ({ all: await phone.classes(), today: await phone.today() }), [phone]);
  useAgain(found.again);
  if (!tell || !found.value) {
    return <Loading />;
  }
  const { all, today } = found.value;
  const one = all.find((held) => held.class === uuid) ?? (all.length === 1 ? all[0] : undefined);
  return one ? <Roll {...{ tell, one, today }} /> : <List {...{ tell, all }} />;
}

function List({ tell, all }: { tell: TellTrip; all: ClassHere[] }) {
  const { go } = useApp();
  return (
    <Page title={tell("classes")} back>
      {all.length === 0 && <Empty title={tell("classes_none")} />}
      {all.map((one) => (
        <button type="button" class="syncline trip-line" key={one.class} onClick={() => go("classes", one.class)}>
          <span>
            {one.course} · {one.number}
          </span>
          <Icon name="next" />
        </button>
      ))}
    </Page>
  );
}

interface OnClass {
  tell: TellTrip;
  one: ClassHere;
  today: string;
}

function Roll({ tell, one, today }: OnClass) {
  const { phone, language } = useApp();
  const first = one.sessions.find(({ on }) => on === today) ?? one.sessions[0];
  const [chosen, setChosen] = useState(first?.session ?? "");
  const session = one.sessions.find((each) => each.session === chosen);
  const sign = async (learner: LearnerHere, way: "list" | "qr") => {
    const about = { session: chosen, enrolment: learner.enrolment, way, place: one.place };
    await phone.record("training.sign_in", { ...about, at: new Date().toISOString() } as never);
  };
  const lead = [one.number, one.place].filter(Boolean).join(" · ");
  return (
    <Page title={one.course} lead={lead} back>
      {session ? <p class="hint">{tell("classes_lead")}</p> : <Notice>{tell("class_no_session")}</Notice>}
      {one.sessions.length > 1 && (
        <fieldset class="field">
          <legend>{tell("class_sessions")}</legend>
          <div class="by-words">
            {one.sessions.map((each) => (
              <label class="choice" key={each.session}>
                <input
                  type="radio"
                  name="session"
                  checked={chosen === each.session}
                  onChange={() => setChosen(each.session)}
                />
                <span>
                  {shortDay(each.on, language)} {each.begins}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {session && session.on !== today && <Notice>{tell("class_not_today")}</Notice>}
      {session && <Learners {...{ tell, one, session, sign }} isNow={session.on === today} />}
    </Page>
  );
}

interface LearnersProps {
  tell: TellTrip;
  one: ClassHere;
  session: SessionHere;
  isNow: boolean;
  sign: (learner: LearnerHere, way: "list" | "qr") => Promise<void>;
}

function Learners({ tell, one, session, isNow, sign }: LearnersProps) {
  const isIn = (learner: LearnerHere) => learner.signed.includes(session.session);
  const done = one.learners.filter(isIn).length;
  return (
    <>
      {isNow && <Scan {...{ tell, one, isIn, sign }} />}
      <p class="class-came">{tell("class_came", { done, all: one.learners.length })}</p>
      <ul class="trip-riders">
        {one.learners.map((learner) => (
          <li key={learner.enrolment} class="trip-rider">
            <span class="trip-who">
              <strong>{learner.name}</strong>
              {isIn(learner) && <small>{tell("class_signed")}</small>}
            </span>
            {isNow && !isIn(learner) && (
              <button type="button" class="trip-board" onClick={() => void sign(learner, "list")}>
                {tell("class_sign")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The code on the slip of a learner: "GQL:" and the number of the place in the class. */
function Scan({
  tell,
  one,
  isIn,
  sign,
}: Pick<LearnersProps, "tell" | "one" | "sign"> & { isIn: (l: LearnerHere) => boolean }) {
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const seen = (code: string) => {
    const learner = one.learners.find(({ enrolment }) => code.trim() === `GQL:${enrolment}`);
    setSaid(learner ? `${learner.name} · ${tell("class_signed")}` : tell("class_scan_unknown"));
    setOpen(false);
    if (learner && !isIn(learner)) void sign(learner, "qr");
  };
  return (
    <>
      {said && <Notice>{said}</Notice>}
      {isOpen ? <Camera onCode={seen} /> : <Button onClick={() => setOpen(true)}>{tell("class_scan")}</Button>}
    </>
  );
}
