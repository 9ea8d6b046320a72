/** What the people of the village are entitled to, what one thing is missing, and where a claim waits. Only to be read. */

import "../phone-money.css";
import { useMemo, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { useAgain } from "../parts/carry.tsx";
import { useTripTell } from "../parts/trips.tsx";
import { Button, Empty, Field, Input, Loading, Page } from "../parts/ui.tsx";
import { wanted } from "../store/money.ts";
import type { Money, MoneyLine, MoneyOf } from "../types.ts";
import { either } from "../words/index.ts";
import type { TellTrip } from "../words/trips.ts";

/** So many at once: an old phone draws two thousand rows slowly. */
const STEP = 50;

export function MoneyPage() {
  const { phone } = useApp();
  const tell = useTripTell();
  const found = useLoad(() => phone.money(), [phone]);
  useAgain(found.again);
  if (!tell || !found.value) {
    return <Loading />;
  }
  return <Lists tell={tell} lists={found.value} />;
}

function Lists({ tell, lists }: { tell: TellTrip; lists: Money[] }) {
  const [search, setSearch] = useState("");
  const [programme, setProgramme] = useState("");
  const [most, setMost] = useState(STEP);
  const people = useMemo(() => wanted(lists, search, programme), [lists, search, programme]);
  if (!lists.length) {
    return (
      <Page title={tell("money")} back>
        <Empty title={tell("money_none")} />
      </Page>
    );
  }
  return (
    <Page title={tell("money")} lead={tell("people", { many: people.length })} back>
      <p class="hint">{tell("money_lead")}</p>
      <label class="visually-hidden" for="search">
        {tell("money_search")}
      </label>
      <Input id="search" type="search" value={search} onText={setSearch} placeholder={tell("money_search")} />
      <Programmes {...{ tell, lists, programme, setProgramme }} />
      {people.length === 0 && <p class="hint">{tell("money_nobody")}</p>}
      <ul class="money-people">
        {people.slice(0, most).map((one) => (
          <Person key={one.person} {...{ tell, one, lists }} />
        ))}
      </ul>
      {people.length > most && <Button onClick={() => setMost(most + STEP)}>{tell("money_more")}</Button>}
    </Page>
  );
}

interface ProgrammesProps {
  tell: TellTrip;
  lists: Money[];
  programme: string;
  setProgramme: (key: string) => void;
}

function Programmes({ tell, lists, programme, setProgramme }: ProgrammesProps) {
  const { language } = useApp();
  const all = Object.assign({}, ...lists.map((one) => one.programmes)) as Money["programmes"];
  return (
    <Field id="programme" label={tell("money_programme")}>
      <select
        id="programme"
        class="input"
        value={programme}
        onChange={(event) => setProgramme(event.currentTarget.value)}
      >
        <option value="">{tell("all")}</option>
        {Object.entries(all).map(([key, words]) => (
          <option key={key} value={key}>
            {either(words, language)}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Person({ tell, one, lists }: { tell: TellTrip; one: MoneyOf; lists: Money[] }) {
  const from = lists.find((list) => list.people.some(({ person }) => person === one.person)) as Money;
  return (
    <li class="sheet money-person">
      <strong>{one.name}</strong>
      <ul class="money-lines">
        {one.lines.map((line) => (
          <Line key={line[0]} {...{ tell, line, from }} />
        ))}
      </ul>
    </li>
  );
}

function Line({ tell, line, from }: { tell: TellTrip; line: MoneyLine; from: Money }) {
  const { language } = useApp();
  const [programme, standing, fen, missing, state] = line;
  const amount = fen === null ? "" : tell("money_yuan", { yuan: yuanOf(fen) });
  return (
    <li>
      <span class={standing === "now" ? "is-now" : ""}>
        {[either(from.programmes[programme], language), amount].filter(Boolean).join(" · ")}
      </span>
      <small>
        {standing === "now" && !state && tell("money_now")}
        {standing === "if" && tell("money_if", { what: either(from.missing[`${programme} ${missing}`], language) })}
      </small>
      {state && <small>{tell("money_claim", { state: either(from.states[state], language) })}</small>}
    </li>
  );
}

function yuanOf(fen: number): string {
  return (fen / 100).toLocaleString("en", { minimumFractionDigits: fen % 100 ? 2 : 0, maximumFractionDigits: 2 });
}
