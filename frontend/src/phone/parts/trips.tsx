/** What the pages of a trip share: their words, who may board, and how the passengers stand in line. */

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { freeSeats, isHot } from "../store/trips.ts";
import type { Rider, Trip } from "../types.ts";
import type { Language } from "../words/index.ts";
import { type TellTrip, type TripWord, tripWordsOf } from "../words/trips.ts";
import { useApp, useLoad } from "./app.ts";
import { useAgain } from "./carry.tsx";
import { Loading, Notice, Page } from "./ui.tsx";
import "../phone-trips.css";

/** The words of these pages; undefined until they are there. */
export function useTripTell(): TellTrip | undefined {
  const { language } = useApp();
  const [words, setWords] = useState<Record<TripWord, string>>();
  useEffect(() => {
    void tripWordsOf(language).then((found) => setWords(found));
  }, [language]);
  return useMemo(
    () =>
      words &&
      ((word, values = {}) => words[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""))),
    [words],
  );
}

export interface OnTrip {
  tell: TellTrip;
  trip: Trip;
  /** The instant by the clock of the county. */
  now: number;
  /** Records something about this trip, at this moment. */
  keep: (kind: string, body?: Record<string, unknown>) => Promise<void>;
}

/** A page of a trip, once its words and the trip are there; otherwise what to show instead. */
export function WithTrip({ uuid, children }: { uuid: string; children: (on: OnTrip) => preact.ComponentChildren }) {
  const { phone, say } = useApp();
  const tell = useTripTell();
  const found = useLoad(
    async () => ({ trip: (await phone.trips()).find((one) => one.trip === uuid), now: await phone.clock() }),
    [phone, uuid],
  );
  useAgain(found.again);
  const keep = useCallback(
    async (kind: string, body: Record<string, unknown> = {}) => {
      const about = { trip: uuid, at: new Date().toISOString(), ...body };
      await phone.record(`transfers.${kind}`, about as never);
    },
    [phone, uuid],
  );
  if (!tell || !found.value) {
    return (
      <Page title={say("trips")} back>
        <Loading />
      </Page>
    );
  }
  const { trip, now } = found.value;
  if (!trip) {
    return (
      <Page title={say("trips")} back>
        <Notice tone="warn">{tell("gone")}</Notice>
      </Page>
    );
  }
  return <>{children({ tell, trip, now, keep })}</>;
}

/** Expected at the door: neither on board nor given up. */
export const isWaiting = (rider: Rider): boolean =>
  ["registered", "confirmed", "cleared", "held"].includes(rider.state);
export const isAboard = (rider: Rider): boolean => rider.state === "boarded";

/** How many are on board, and how many of them and of those who are still expected. */
export function counted(trip: Trip): { done: number; all: number } {
  const done = trip.passengers.filter(isAboard).length;
  return { done, all: done + trip.passengers.filter(isWaiting).length };
}

/** Why somebody may not board now, as a sentence of these pages; undefined: they may. */
export function whyNot(rider: Rider, trip: Trip, now: number): TripWord | undefined {
  if (trip.departed_at) return "why_departed";
  if (!trip.is_cleared) return "why_not_cleared";
  if (rider.state === "held") return "why_held";
  if (rider.state === "registered") return "why_registered";
  if (rider.state === "confirmed") return "why_confirmed";
  if (rider.seat === null && !(rider.state === "no_show" && freeSeats(trip).length)) return "why_no_seat";
  if (trip.hottest === null) return undefined;
  if (!rider.certificate) return "why_no_certificate";
  return rider.valid_until && Date.parse(rider.valid_until) < now ? "why_expired" : undefined;
}

/** Tenths of a degree of what was typed; null: nothing; undefined: no temperature of anybody alive. */
export function tenthsOf(typed: string): number | null | undefined {
  if (!typed.trim()) return null;
  const found = Math.round(Number(typed.trim().replace(/[，,。]/, ".")) * 10);
  return found >= 340 && found <= 430 ? found : undefined;
}

export const degrees = (tenths: number | null): string => (tenths === null ? "" : (tenths / 10).toFixed(1));

export { freeSeats, isHot };

/** By stop in the order of the way, then by seat. */
export function byStop(trip: Trip, riders: Rider[]): { stop: string; at: string | null; riders: Rider[] }[] {
  const order = [...new Set([...trip.route.map((one) => one.name), ...riders.map((one) => one.stop)])];
  const seated = [...riders].sort((a, b) => (a.seat ?? 999) - (b.seat ?? 999));
  return order.flatMap((stop) => {
    const own = seated.filter((one) => one.stop === stop);
    const on = trip.route.find((one) => one.name === stop);
    return own.length ? [{ stop, at: on?.leaves ?? on?.arrives ?? null, riders: own }] : [];
  });
}

/** The hour of an instant as it stands on the phone's clock. */
export function hourOf(iso: string | null): string {
  if (!iso) return "";
  const then = new Date(iso);
  return `${String(then.getHours()).padStart(2, "0")}:${String(then.getMinutes()).padStart(2, "0")}`;
}

export const joined = (words: string[], language: Language): string => words.join(language === "zh" ? "、" : ", ");
