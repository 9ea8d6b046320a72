/** Who was on duty today: one tap for each holder of a public post. Works without a signal, and for the days before. */

import "../phone-duty.css";
import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { useAgain } from "../parts/carry.tsx";
import { useTripTell } from "../parts/trips.tsx";
import { Button, Empty, Loading, Page } from "../parts/ui.tsx";
import { dayInWords } from "../parts/values.ts";
import type { DutyDay, OnDuty } from "../types.ts";
import type { TellTrip } from "../words/trips.ts";

const PRESENT = "present";

export function DutyPage() {
  const { phone } = useApp();
  const tell = useTripTell();
  const found = useLoad(async () => ({ all: await phone.duty(), today: await phone.today() }), [phone]);
  const [chosen, setChosen] = useState("");
  useAgain(found.again);
  if (!tell || !found.value) {
    return <Loading />;
  }
  const { all, today } = found.value;
  const holders = all.flatMap((one) => one.holders);
  const on = chosen || today;
  const there = holders.filter((one) => one.days.some((day) => day.on === on));
  const marks = all[0]?.marks ?? [];
  return (
    <Page title={tell("duty")} back>
      {holders.length ? <p class="hint">{tell("duty_lead")}</p> : <Empty title={tell("duty_none")} />}
      {holders.length > 0 && <Days {...{ tell, holders, on, today, setChosen }} />}
      {holders.length > 0 && there.length === 0 && <p class="hint">{tell("duty_nobody")}</p>}
      <ul class="duty-holders">
        {there.map((one) => (
          <Holder key={`${one.uuid} ${on}`} {...{ tell, one, on, marks }} />
        ))}
      </ul>
    </Page>
  );
}

interface DaysProps {
  tell: TellTrip;
  holders: OnDuty[];
  on: string;
  today: string;
  setChosen: (day: string) => void;
}

/** The day, with the way to the one before and after: no further back than the county sent, and never ahead. */
function Days({ tell, holders, on, today, setChosen }: DaysProps) {
  const { language } = useApp();
  const first = holders.flatMap((one) => one.days.map((day) => day.on)).sort()[0] ?? today;
  return (
    <div class="duty-day">
      <Button kind="quiet" disabled={on <= first} onClick={() => setChosen(moved(on, -1))}>
        {tell("duty_before")}
      </Button>
      <strong>{dayInWords(on, language)}</strong>
      <Button kind="quiet" disabled={on >= today} onClick={() => setChosen(moved(on, 1))}>
        {tell("duty_after")}
      </Button>
    </div>
  );
}

function moved(day: string, by: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

interface HolderProps {
  tell: TellTrip;
  one: OnDuty;
  on: string;
  marks: [string, string][];
}

function Holder({ tell, one, on, marks }: HolderProps) {
  const { phone } = useApp();
  const day = one.days.find((each) => each.on === on) as DutyDay;
  const mark = (code: string, half: boolean) => {
    if (day.mark === code && day.half === half) return;
    const seen = { seen_mark: day.mark, seen_half: day.half };
    void phone.record("assistance.mark_duty", { holder: one.uuid, on, mark: code, half, ...seen } as never);
  };
  const choices = marks.flatMap(([code, words]): [string, boolean, string][] =>
    code === PRESENT
      ? [
          [code, false, words],
          [code, true, tell("duty_half")],
        ]
      : [[code, false, words]],
  );
  return (
    <li class={`sheet duty-holder${day.mark ? " is-marked" : ""}`}>
      <p>
        <strong>{one.name}</strong>
        <small>{[one.post, one.place, one.hours].filter(Boolean).join(" · ")}</small>
        {day.planned && <small>{tell("duty_planned")}</small>}
      </p>
      <fieldset class="field">
        <legend class="visually-hidden">{one.name}</legend>
        <div class="by-words">
          {choices.map(([code, half, words]) => (
            <label class="choice" key={words}>
              <input
                type="radio"
                name={one.uuid}
                checked={day.mark === code && day.half === half}
                onChange={() => mark(code, half)}
              />
              <span>{words}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </li>
  );
}
