/** What may be done with a trip: the next great step under the thumb, and what may be done at any moment. */

import { useApp } from "../parts/app.ts";
import { Icon } from "../parts/icons.tsx";
import { hourOf, joined, type OnTrip } from "../parts/trips.tsx";
import { Button } from "../parts/ui.tsx";

/** The next great step, under the thumb. */
export function Next({ tell, trip }: OnTrip) {
  const { go } = useApp();
  const to = (part: string) => () => go("trip", trip.trip, part);
  if (trip.arrived_at) {
    return (
      <Button kind="main" icon="sign" onClick={to("hand")}>
        {tell("hand_over")}
      </Button>
    );
  }
  if (trip.departed_at) {
    return (
      <>
        <Button onClick={to("roll")}>{tell("roll")}</Button>
        <Button kind="main" onClick={to("arrive")}>
          {tell("arrive")}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button onClick={to("depart")}>{tell("depart")}</Button>
      <Button kind="main" icon="scan" onClick={to("scan")}>
        {tell("scan")}
      </Button>
    </>
  );
}

/** What may be done at any moment, and whom to ring. */
export function Acts({ tell, trip }: OnTrip) {
  const { go, language } = useApp();
  const to = (part: string) => () => go("trip", trip.trip, part);
  const nameOf = (uuid: string) => trip.passengers.find((one) => one.passenger === uuid)?.name ?? "";
  return (
    <>
      {!trip.is_over && (
        <div class="pair">
          <Button onClick={to("roll")}>{tell("roll")}</Button>
          <Button icon="warning" onClick={to("incident")}>
            {tell("incident")}
          </Button>
        </div>
      )}
      {trip.rolls.length > 0 && (
        <section class="sheet">
          <h2>{tell("rolls")}</h2>
          {trip.rolls.map((one) => (
            <p key={`${one.at}${one.where}`}>
              {hourOf(one.at)} {tell("roll_line", { where: one.where, present: one.present })}
              {one.missing.length > 0 &&
                ` · ${tell("roll_missing", { names: joined(one.missing.map(nameOf), language) })}`}
            </p>
          ))}
        </section>
      )}
      <details class="sheet">
        <summary>{tell("way")}</summary>
        <ol class="trip-way">
          {trip.route.map((stop) => (
            <li key={stop.name}>
              {hourOf(stop.leaves ?? stop.arrives)} {stop.name}
            </li>
          ))}
        </ol>
        <Ring label={tell("driver")} name={trip.driver} phone={trip.driver_phone} />
        {trip.escorts.map((one) => (
          <Ring key={one.name} label={tell("escorts")} name={one.name} phone={one.phone} />
        ))}
        {trip.receivers.map((one) => (
          <Ring key={one.of} label={tell("receiver_of")} name={one.name} phone={one.phone} />
        ))}
      </details>
    </>
  );
}

function Ring({ label, name, phone }: { label: string; name: string; phone: string }) {
  if (!name && !phone) {
    return null;
  }
  return phone ? (
    <a class="button is-plain" href={`tel:${phone}`}>
      <Icon name="call" />
      <span>
        {label} {name} {phone}
      </span>
    </a>
  ) : (
    <p>
      {label} {name}
    </p>
  );
}
