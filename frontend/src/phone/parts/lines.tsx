/** Above the list: the month's jobs in each village, and the trips this officer escorts. */

import { reachedBy } from "../store/carrying.ts";
import { useApp, useLoad } from "./app.ts";
import { useAgain } from "./carry.tsx";
import { Icon } from "./icons.tsx";
import { counted, hourOf, useTripTell } from "./trips.tsx";

export function Lines() {
  return (
    <>
      <TripLines />
      <CallLine />
      <ClassLine />
      <DutyLine />
      <MoneyLine />
      <CarryLines />
    </>
  );
}

/** How many people are to be called. */
function CallLine() {
  const { phone, go } = useApp();
  const tell = useTripTell();
  const found = useLoad(async () => (await phone.calls()).flatMap((one) => one.people).length, [phone]);
  useAgain(found.again);
  return tell && found.value ? (
    <button type="button" class="syncline trip-line" onClick={() => go("calls")}>
      <span>{tell("calls_line", { many: found.value })}</span>
      <Icon name="next" />
    </button>
  ) : null;
}

/** How many people are on duty on public posts. */
function DutyLine() {
  const { phone, go } = useApp();
  const tell = useTripTell();
  const found = useLoad(async () => (await phone.duty()).flatMap((one) => one.holders).length, [phone]);
  useAgain(found.again);
  return tell && found.value ? (
    <button type="button" class="syncline trip-line" onClick={() => go("duty")}>
      <span>{tell("duty_line", { many: found.value })}</span>
      <Icon name="next" />
    </button>
  ) : null;
}

/** To how many people the policy gives something, or would if one thing were so. */
function MoneyLine() {
  const { phone, go } = useApp();
  const tell = useTripTell();
  const found = useLoad(async () => (await phone.money()).flatMap((one) => one.people).length, [phone]);
  useAgain(found.again);
  return tell && found.value ? (
    <button type="button" class="syncline trip-line" onClick={() => go("money")}>
      <span>{tell("money_line", { many: found.value })}</span>
      <Icon name="next" />
    </button>
  ) : null;
}

/** The classes in which people of the village learn. */
function ClassLine() {
  const { phone, go } = useApp();
  const tell = useTripTell();
  const found = useLoad(async () => (await phone.classes()).length, [phone]);
  useAgain(found.again);
  return tell && found.value ? (
    <button type="button" class="syncline trip-line" onClick={() => go("classes")}>
      <span>{tell("classes_line", { many: found.value })}</span>
      <Icon name="next" />
    </button>
  ) : null;
}

/** Each trip, and how many are on board. */
function TripLines() {
  const { phone, go } = useApp();
  const tell = useTripTell();
  const found = useLoad(() => phone.trips(), [phone]);
  useAgain(found.again);
  if (!tell) {
    return null;
  }
  return (
    <>
      {found.value?.map((trip) => (
        <button type="button" class="syncline trip-line" key={trip.trip} onClick={() => go("trip", trip.trip)}>
          <span>
            {hourOf(trip.starts_at)} {tell("line", { number: trip.number, plate: trip.plate, ...counted(trip) })}
          </span>
          <Icon name="next" />
        </button>
      ))}
    </>
  );
}

/** How far the pack of the month has come in each village that has one, and the way to it. */
function CarryLines() {
  const { phone, say, go } = useApp();
  const found = useLoad(async () => {
    const villages = await phone.carried();
    return Promise.all(
      villages.map(async ({ key, name }) => {
        const rows = await phone.list({ village: key, part: "all" });
        const pack = await phone.carry(key);
        return { key, name, done: pack ? reachedBy(pack).size : 0, total: rows.length, many: villages.length };
      }),
    );
  }, [phone]);
  useAgain(found.again);
  return (
    <>
      {found.value?.map(({ key, name, done, total, many }) => (
        <button type="button" class="syncline" key={key} onClick={() => go("pack", key)}>
          {many > 1 && `${name} `}
          {say("carry_line", { done, total })}
          <Icon name="next" />
        </button>
      ))}
    </>
  );
}
