/** The pack of a village: how far it has come, what is read out and sent round, and how the village as a whole was told. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Job, Leaflets, ThreeDeliveries, useAgain, useTell, Ways, type What } from "../parts/carry.tsx";
import { Button, Field, Input, Loading, Notice, Page } from "../parts/ui.tsx";
import { dayInWords } from "../parts/values.ts";
import { reachedBy } from "../store/carrying.ts";
import { DUE } from "../store/households.ts";
import type { Carry, Done } from "../types.ts";
import type { CarryWord, Tell } from "../words/carry.ts";

const WAYS = ["meeting", "notice_board", "loudspeaker", "chat"] as const;
type Way = (typeof WAYS)[number];
type Pack = Carry & Done;

export function PackPage({ village }: { village: string }) {
  const { phone, say } = useApp();
  const tell = useTell();
  const found = useLoad(async () => {
    const rows = await phone.list({ village, part: "all" });
    const due = rows.flatMap((row) => row.due.filter((one) => one.kind === DUE));
    return { pack: await phone.carry(village), due: due.length, until: due[0]?.until ?? null, households: rows.length };
  }, [phone, village]);
  useAgain(found.again);
  if (!tell || !found.value) {
    return (
      <Page title={say("carry")} back>
        <Loading />
      </Page>
    );
  }
  const { pack, due, until, households } = found.value;
  if (!pack) {
    return (
      <Page title={say("carry")} back>
        <Notice tone="warn">{tell("no_pack")}</Notice>
      </Page>
    );
  }
  return (
    <Page title={tell("pack_of", { month: Number(pack.period.slice(5, 7)) })} lead={tell("three")} back>
      {pack.note && <Notice>{tell("note_from", { words: pack.note })}</Notice>}
      <Standing {...{ tell, pack, due, until, households }} />
      <Village tell={tell} pack={pack} households={households} />
      <Before tell={tell} pack={pack} />
      <Texts tell={tell} pack={pack} />
      <section class="sheet">
        <h2>{tell("all_jobs", { many: pack.lines.length })}</h2>
        {pack.lines.map((line) => (
          <Job
            key={line.vacancy}
            {...{ tell, line }}
            whys={line.fits ? [tell("fits", { many: line.fits }), ...line.why] : line.why}
            name={null}
          />
        ))}
      </section>
      <Leaflets tell={tell} leaflets={pack.leaflets} kind="policy" />
      <Leaflets tell={tell} leaflets={pack.leaflets} kind="service" />
    </Page>
  );
}

interface StandingProps {
  tell: Tell;
  pack: Pack;
  due: number;
  until: string | null;
  households: number;
}

/** How many doors were reached, and how many wait: the list shows which. */
function Standing({ tell, pack, due, until, households }: StandingProps) {
  const { go, language } = useApp();
  return (
    <section class="sheet">
      <p>{tell("visited", { done: reachedBy(pack).size, all: households })}</p>
      {due > 0 && (
        <p>
          {tell("still_due", { many: due })}
          {until && ` · ${tell("due_by", { day: dayInWords(until, language) })}`}
        </p>
      )}
      {due > 0 && <Button onClick={() => go()}>{tell("go_due")}</Button>}
    </section>
  );
}

interface Typed {
  way: Way | "";
  reached: string;
  questions: string;
  what: What;
}
const NOTHING: Typed = {
  way: "",
  reached: "",
  questions: "",
  what: { jobs: true, policies: false, services: false },
};

/** What cannot have been so, by field. */
function faultsOf({ way, reached, what }: Typed, households: number, tell: Tell): Record<string, string> {
  const found: Record<string, string> = {};
  if (!way) found.way = tell("choose_way");
  if (way === "meeting" && !/^\d+$/.test(reached)) found.reached = tell("reached_missing");
  if (reached && Number(reached) > households) found.reached = tell("reached_many", { all: households });
  if (!what.jobs && !what.policies && !what.services) found.what = tell("nothing_told");
  return found;
}

function useVillage(pack: Pack, households: number, tell: Tell) {
  const { phone } = useApp();
  const [typed, setTyped] = useState<Typed>(NOTHING);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isKept, setKept] = useState(false);
  const keep = async () => {
    const wrong = faultsOf(typed, households, tell);
    setFaults(wrong);
    if (Object.keys(wrong).length) {
      return;
    }
    await phone.record("vacancies.deliver", {
      pack: pack.pack,
      way: typed.way,
      reached: typed.reached ? Number(typed.reached) : null,
      questions: typed.questions.trim(),
      ...typed.what,
    });
    setTyped(NOTHING);
    setKept(true);
  };
  const set = (part: Partial<Typed>) => {
    setKept(false);
    setTyped((before) => ({ ...before, ...part }));
  };
  return { typed, set, faults, keep, isKept };
}

function Village({ tell, pack, households }: { tell: Tell; pack: Pack; households: number }) {
  const { typed, set, faults, keep, isKept } = useVillage(pack, households, tell);
  const isCounted = typed.way === "meeting";
  return (
    <section class="sheet">
      <h2>{tell("village_told")}</h2>
      <Ways tell={tell} ways={WAYS} way={typed.way} set={(way) => set({ way })} />
      {faults.way && <p class="fault">{faults.way}</p>}
      <Field id="reached" label={tell(isCounted ? "reached" : "reached_open")} fault={faults.reached} must={isCounted}>
        <Input
          id="reached"
          inputmode="numeric"
          value={typed.reached}
          fault={faults.reached}
          onText={(text) => set({ reached: text.replace(/\D/g, "").slice(0, 5) })}
        />
      </Field>
      <ThreeDeliveries tell={tell} what={typed.what} set={(what) => set({ what })} />
      {faults.what && <p class="fault">{faults.what}</p>}
      <Field id="questions" label={tell("questions")}>
        <textarea
          id="questions"
          class="input"
          maxLength={500}
          value={typed.questions}
          onInput={(event) => set({ questions: event.currentTarget.value })}
        />
      </Field>
      <Button kind="main" onClick={() => void keep()}>
        {tell("keep")}
      </Button>
      {isKept && <Notice tone="good">{tell("kept")}</Notice>}
    </section>
  );
}

/** How the village as a whole was told so far. */
function Before({ tell, pack }: { tell: Tell; pack: Pack }) {
  const { language } = useApp();
  const own = pack.deliveries.filter((one) => !one.household);
  return own.length ? (
    <section class="sheet">
      <h2>{tell("done_ways")}</h2>
      <ul class="plain">
        {own.map((one) => (
          <li key={one.id}>
            {[
              dayInWords(one.on, language),
              tell(one.way as CarryWord),
              one.reached !== null && tell("households", { many: one.reached }),
              one.what.map((kind) => tell(kind as CarryWord)).join(language === "zh" ? "、" : ", "),
            ]
              .filter(Boolean)
              .join(" · ")}
          </li>
        ))}
      </ul>
    </section>
  ) : null;
}

/** What is read aloud and what is sent to the chat group, word for word as the county made it. */
function Texts({ tell, pack }: { tell: Tell; pack: Pack }) {
  const [said, setSaid] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(pack.chat).then(
      () => setSaid(tell("copied")),
      () => setSaid(tell("copy_fault")),
    );
  return (
    <>
      {pack.aloud?.length > 0 && (
        <details class="sheet">
          <summary>{tell("read_aloud")}</summary>
          {pack.aloud.map((sentence) => (
            <p key={sentence} class="aloud">
              {sentence}
            </p>
          ))}
        </details>
      )}
      {pack.chat && (
        <details class="sheet">
          <summary>{tell("chat_text")}</summary>
          <blockquote class="chat">{pack.chat}</blockquote>
          <Button onClick={() => void copy()}>{tell("copy")}</Button>
          <p role="status">{said}</p>
        </details>
      )}
    </>
  );
}
