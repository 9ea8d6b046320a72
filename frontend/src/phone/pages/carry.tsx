/** The card of one household: jobs for each of its people, policies and services, what they say, and that it was told. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { ageOn } from "../parts/asking.ts";
import {
  type Answer,
  Job,
  Leaflets,
  offeredTo,
  ThreeDeliveries,
  useAgain,
  useTell,
  Ways,
  type What,
} from "../parts/carry.tsx";
import { Button, Fault, Loading, Notice, Page } from "../parts/ui.tsx";
import { dayInWords } from "../parts/values.ts";
import { reachedBy } from "../store/carrying.ts";
import type { Carry, Done, Household, Leaflet, Line, Person } from "../types.ts";
import type { CarryWord, Tell } from "../words/carry.ts";

const WAYS = ["visit", "phone"] as const;
type Pack = Carry & Done;
interface Standing {
  household: Household;
  pack: Pack | null;
  today: string;
}

export function CarryPage({ uuid }: { uuid: string }) {
  const { phone, say } = useApp();
  const tell = useTell();
  const standing = useLoad(async (): Promise<Standing> => {
    const household = await phone.household(uuid);
    return { household, pack: await phone.carry(household.village ?? ""), today: await phone.today() };
  }, [phone, uuid]);
  useAgain(standing.again);
  const title = standing.value ? nameOf(standing.value.household) : "";
  if (!tell || !standing.value) {
    return (
      <Page title={say("carry")} back>
        {standing.fault === undefined ? <Loading /> : <Notice tone="warn">{say("household_gone")}</Notice>}
      </Page>
    );
  }
  const { household, pack, today } = standing.value;
  if (!pack) {
    return (
      <Page title={tell("three")} back>
        <Notice tone="warn">{tell("no_pack")}</Notice>
      </Page>
    );
  }
  return <Card key={pack.pack} {...{ tell, household, pack, today }} name={title || say("no_head")} />;
}

const nameOf = (household: Household): string =>
  household.persons.find((one) => one.uuid === household.head)?.name ?? "";

interface CardProps {
  tell: Tell;
  household: Household;
  pack: Pack;
  today: string;
  name: string;
}

/** What is meant for this door: for everybody, and for somebody of the household. */
function leafletsFor(household: Household, pack: Pack): Leaflet[] {
  const own = new Set(household.persons.flatMap((one) => pack.people.leaflets[one.uuid] ?? []));
  return pack.leaflets.filter((one) => one.everybody || own.has(one.leaflet));
}

function Card({ tell, household, pack, today, name }: CardProps) {
  const { phone, language } = useApp();
  const leaflets = leafletsFor(household, pack);
  const told = reachedBy(pack).get(household.uuid);
  const answer = (person: Person, line: Line) => async (said: Answer, words: string) => {
    const about = { pack: pack.pack, household: household.uuid, person: person.uuid, vacancy: line.vacancy };
    await phone.record("vacancies.response", { ...about, answer: said, words });
  };
  const seeking = household.persons.filter((one) => offeredTo(pack, one.uuid).length);
  return (
    <Told {...{ tell, household, pack, leaflets }} name={name} isTold={told !== undefined}>
      {told && (
        <Notice tone="good">
          {tell("told_on", { day: dayInWords(told.on, language), way: tell(told.way as CarryWord) })}
        </Notice>
      )}
      {!seeking.length && <p class="hint">{tell("nobody_seeks")}</p>}
      {seeking.map((person) => (
        <section class="sheet" key={person.uuid}>
          <Whom person={person} today={today} />
          {offeredTo(pack, person.uuid).map(({ line, whys }) => (
            <Job
              key={line.vacancy}
              {...{ tell, line, whys }}
              name={person.name}
              answer={pack.answers[person.uuid]?.[line.vacancy]}
              onAnswer={answer(person, line)}
            />
          ))}
        </section>
      ))}
      <AllJobs {...{ tell, household, pack, answer }} />
      <Leaflets tell={tell} leaflets={leaflets} kind="policy" />
      <Leaflets tell={tell} leaflets={leaflets} kind="service" />
    </Told>
  );
}

function Whom({ person, today }: { person: Person; today: string }) {
  const { say } = useApp();
  const age = ageOn(person.values["person.birth_date"], today);
  return (
    <h2>
      {person.name} {age !== null && <small>{say("years", { age })}</small>}
    </h2>
  );
}

interface AllProps {
  tell: Tell;
  household: Household;
  pack: Pack;
  answer: (person: Person, line: Line) => (said: Answer, words: string) => Promise<void>;
}

/** The whole pack, for whoever is offered nothing or wants something else. */
function AllJobs({ tell, household, pack, answer }: AllProps) {
  const [whose, setWhose] = useState(household.persons[0]?.uuid ?? "");
  const person = household.persons.find((one) => one.uuid === whose);
  return (
    <details class="sheet">
      <summary>{tell("all_jobs", { many: pack.lines.length })}</summary>
      {household.persons.length > 1 && (
        <fieldset class="field">
          <legend>{tell("whose")}</legend>
          <div class="choices">
            {household.persons.map((one) => (
              <label class="choice" key={one.uuid}>
                <input type="radio" name="whose" checked={one.uuid === whose} onChange={() => setWhose(one.uuid)} />
                <span>{one.name}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {pack.lines.map((line) => (
        <Job
          key={`${whose}-${line.vacancy}`}
          {...{ tell, line }}
          whys={[]}
          name={person?.name ?? null}
          answer={pack.answers[whose]?.[line.vacancy]}
          onAnswer={person && answer(person, line)}
        />
      ))}
    </details>
  );
}

interface ToldProps {
  tell: Tell;
  household: Household;
  pack: Pack;
  leaflets: Leaflet[];
  name: string;
  isTold: boolean;
  children: preact.ComponentChildren;
}

/** The page around the card, and the one tap that says that it was told. */
function Told({ tell, household, pack, leaflets, name, isTold, children }: ToldProps) {
  const { phone, say, back } = useApp();
  const [way, setWay] = useState<(typeof WAYS)[number]>("visit");
  const has = (kind: Leaflet["kind"]) => leaflets.some((one) => one.kind === kind);
  const [what, setWhat] = useState<What>({
    jobs: pack.lines.some((line) => !line.struck),
    policies: has("policy"),
    services: has("service"),
  });
  const [fault, setFault] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const isNothing = !what.jobs && !what.policies && !what.services;
  const keep = async () => {
    setBusy(true);
    try {
      await phone.record("vacancies.deliver", { pack: pack.pack, household: household.uuid, way, ...what });
      back();
    } catch (raised) {
      setFault(raised);
      setBusy(false);
    }
  };
  const foot = (
    <Button kind="main" onClick={() => void keep()} disabled={isBusy || isNothing}>
      {isTold ? tell("told_again") : tell("told_now")}
    </Button>
  );
  return (
    <Page title={say("household_of", { name })} lead={tell("three")} back foot={foot}>
      {fault !== undefined && <Fault fault={fault} />}
      {children}
      <p class="hint">{tell("no_free")}</p>
      <section class="sheet">
        <Ways tell={tell} ways={WAYS} way={way} set={setWay} />
        <ThreeDeliveries tell={tell} what={what} set={setWhat} />
        {isNothing && <p class="fault">{tell("nothing_told")}</p>}
      </section>
    </Page>
  );
}
