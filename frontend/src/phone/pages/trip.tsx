/** The manifest of a coach: who is expected, who is on board, one press to let somebody on; and what comes next. */

import { useMemo, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { useAgain } from "../parts/carry.tsx";
import { Icon } from "../parts/icons.tsx";
import { byStop, counted, hourOf, isAboard, isWaiting, type OnTrip, WithTrip, whyNot } from "../parts/trips.tsx";
import { Button, Input, Notice, Page, Progress } from "../parts/ui.tsx";
import type { Rider, Trip } from "../types.ts";
import type { TripWord } from "../words/trips.ts";
import { Acts, Next } from "./tripacts.tsx";
import { Hand } from "./triphand.tsx";
import { Incident } from "./tripincident.tsx";
import { Arrive, Depart } from "./tripleave.tsx";
import { RiderPage } from "./triprider.tsx";
import { Roll } from "./triproll.tsx";
import { TripScan } from "./tripscan.tsx";

/** The pages of a trip, by the third piece of the address. */
export function TripPage({ uuid, part }: { uuid: string; part: string }) {
  const { path } = useApp();
  return (
    <WithTrip uuid={uuid}>
      {(on) => {
        switch (part) {
          case "rider":
            return <RiderPage key={path[3]} {...on} passenger={path[3] ?? ""} />;
          case "scan":
            return <TripScan {...on} />;
          case "roll":
            return <Roll {...on} />;
          case "incident":
            return <Incident {...on} />;
          case "depart":
            return <Depart {...on} />;
          case "arrive":
            return <Arrive {...on} />;
          case "hand":
            return <Hand {...on} />;
          default:
            return <Manifest {...on} />;
        }
      }}
    </WithTrip>
  );
}

type Part = "waiting" | "boarded" | "all";
const PARTS: Part[] = ["waiting", "boarded", "all"];

function shown(trip: Trip, part: Part, search: string): Rider[] {
  const wanted = search.trim().toLowerCase();
  if (wanted) {
    return trip.passengers.filter((one) => one.name.toLowerCase().includes(wanted) || String(one.seat) === wanted);
  }
  if (part === "all") {
    return trip.passengers;
  }
  return trip.passengers.filter(part === "waiting" ? isWaiting : isAboard);
}

function Manifest(on: OnTrip) {
  const { tell, trip } = on;
  const [part, setPart] = useState<Part>(trip.departed_at ? "all" : "waiting");
  const [search, setSearch] = useState("");
  const [last, setLast] = useState<Rider>();
  const { done, all } = counted(trip);
  const arrived = trip.passengers.filter((one) => one.state === "arrived").length;
  const count = trip.arrived_at ? tell("count_there", { done: arrived }) : tell("count", { done, all });
  return (
    <Page
      title={tell("trip_of", { number: trip.number, plate: trip.plate })}
      lead={`${trip.batch} · ${trip.employer}`}
      back
      foot={!trip.is_over && <Next {...on} />}
    >
      <p class="trip-count" role="status">
        {count}
      </p>
      {!trip.arrived_at && <Progress share={all ? done / all : 0} label={count} />}
      <Standing {...on} />
      {last && <JustBoarded {...on} rider={last} forget={() => setLast(undefined)} />}
      <label class="visually-hidden" for="search">
        {tell("search")}
      </label>
      <Input id="search" type="search" value={search} onText={setSearch} placeholder={tell("search")} />
      <fieldset class="tabs" aria-label={tell("which")}>
        {PARTS.map((one) => (
          <button type="button" key={one} aria-pressed={part === one} onClick={() => setPart(one)}>
            {tell(one)}
          </button>
        ))}
      </fieldset>
      <Riders
        {...on}
        riders={shown(trip, part, search)}
        none={noneOf(part, search)}
        search={search}
        onBoard={setLast}
      />
      <Acts {...on} />
    </Page>
  );
}

function noneOf(part: Part, search: string): TripWord {
  if (search.trim()) {
    return "none_found";
  }
  return part === "waiting" ? "none_waiting" : "none_boarded";
}

/** What holds the coach, and how far it has come. */
function Standing({ tell, trip }: OnTrip) {
  const { phone } = useApp();
  const found = useLoad(async () => (await phone.outbox()).filter((row) => row.trouble), [phone]);
  useAgain(found.again);
  const own = (found.value ?? []).filter((row) => row.kind.startsWith("transfers."));
  return (
    <>
      {!trip.is_cleared && !trip.departed_at && <Notice tone="bad">{tell("not_cleared")}</Notice>}
      {trip.is_over && <Notice tone="good">{tell("is_over")}</Notice>}
      <p class="hint">
        {trip.arrived_at
          ? tell("arrived", { when: hourOf(trip.arrived_at) })
          : trip.departed_at
            ? tell("departed", { when: hourOf(trip.departed_at) })
            : tell("leaves", { when: hourOf(trip.starts_at) })}
        {trip.destination && ` · ${tell("to", { place: trip.destination })}`}
      </p>
      {own.length > 0 && (
        <Notice tone="warn">
          <strong>{tell("county_says")}</strong>
          {own.map((row) => (
            <p key={row.id}>{row.trouble?.say || tell("conflict")}</p>
          ))}
        </Notice>
      )}
    </>
  );
}

function JustBoarded({ tell, rider, keep, trip, forget }: OnTrip & { rider: Rider; forget: () => void }) {
  const undo = async () => {
    await keep("unboard", { passenger: rider.passenger });
    forget();
  };
  const now = trip.passengers.find((one) => one.passenger === rider.passenger);
  return now && isAboard(now) ? (
    <div class="notice is-good trip-undo" role="status">
      <Icon name="done" />
      <div>{tell("just_boarded", { name: rider.name, seat: tell("seat", { seat: rider.seat ?? "" }) })}</div>
      <Button onClick={() => void undo()}>{tell("undo")}</Button>
    </div>
  ) : null;
}

interface RidersProps extends OnTrip {
  riders: Rider[];
  none: TripWord;
  search: string;
  onBoard: (rider: Rider) => void;
}

function Riders({ riders, none, search, onBoard, ...on }: RidersProps) {
  const { tell, trip } = on;
  const stops = useMemo(() => byStop(trip, riders), [trip, riders]);
  if (!riders.length) {
    return <p class="hint">{tell(none, { text: search.trim() })}</p>;
  }
  return (
    <>
      {stops.map(({ stop, at, riders: own }) => (
        <section key={stop} class="trip-stop" aria-label={stop || tell("no_stop")}>
          <h2>
            {stop || tell("no_stop")} <small>{[hourOf(at), tell("people", { many: own.length })].join(" ")}</small>
          </h2>
          <ul class="trip-riders">
            {own.map((rider) => (
              <Line key={rider.passenger} {...on} rider={rider} onBoard={onBoard} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** One passenger: the name leads to the page about them, the big button lets them on. */
function Line({ rider, onBoard, ...on }: OnTrip & { rider: Rider; onBoard: (rider: Rider) => void }) {
  const { tell, trip, now, keep } = on;
  const { go } = useApp();
  const mayBoard = rider.state === "cleared" && !whyNot(rider, trip, now);
  const board = async () => {
    await keep("board", { passenger: rider.passenger, how: "list", temperature: null });
    onBoard(rider);
  };
  return (
    <li class={`trip-rider${isAboard(rider) ? " is-aboard" : ""}`}>
      <button type="button" class="trip-who" onClick={() => go("trip", trip.trip, "rider", rider.passenger)}>
        <b>{rider.seat ?? "—"}</b>
        <span>
          <strong>{rider.name}</strong>
          <small>{[rider.sex, rider.village, rider.is_late && tell("late")].filter(Boolean).join(" · ")}</small>
        </span>
      </button>
      {mayBoard ? (
        <button
          type="button"
          class="trip-board"
          aria-label={tell("board_of", { name: rider.name })}
          onClick={() => void board()}
        >
          {tell("board")}
        </button>
      ) : (
        <Where rider={rider} {...on} />
      )}
    </li>
  );
}

function Where({ tell, trip, rider }: OnTrip & { rider: Rider }) {
  if (rider.state === "cleared" && !trip.departed_at) {
    return <span class="state is-warn">{tell("not_now")}</span>;
  }
  return <span class={`state is-${toneOf(rider)}`}>{tell(`state_${rider.state}`)}</span>;
}

function toneOf(rider: Rider): string {
  if (["boarded", "arrived", "started"].includes(rider.state)) {
    return "good";
  }
  return rider.state === "cleared" ? "plain" : "warn";
}
