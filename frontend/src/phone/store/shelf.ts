/**
 * The villages on this phone. The rows of the list lie sealed in parts of 100 and are in memory while the phone is
 * open, so that a list of thousands is there at once; each household is a box of its own, opened when it is visited.
 */

import { Refused } from "../refused.ts";
import type * as t from "../types.ts";
import { type Asking, type Row, rowOf } from "./households.ts";
import type { Change, Store } from "./store.ts";

const PART = 100;
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** What enrolling and the last contact gave. today_at, last: by the clock of this phone. */
export interface Session {
  token: string;
  device: string;
  epoch: string;
  officer: string;
  villages: t.Place[];
  receipt: t.Receipt | null;
  today: string;
  today_at: number;
  last: number | null;
  /** The server's clock minus ours at the last contact, in milliseconds; not there: never heard. */
  skew?: number;
  /** A survey was open here: when none is any more, all goes. */
  surveyed: boolean;
}
export interface Village {
  place: t.Place;
  groups: t.Place[];
  surveys: t.Survey[];
  cursor: string;
  etag: string;
  parts: number;
  /** The pack that is carried there; "" none, not there: stored before there were packs. */
  pack?: string;
}
type Part = Map<string, Row>;

export class Shelf {
  readonly #store: Store;
  readonly #now: () => number;
  session: Session;
  villages = new Map<string, Village>();
  #parts = new Map<string, Part>();
  #sheets = new Map<string, t.QuestionSheet>();
  #sorted: Row[] | null = null;

  constructor(store: Store, now: () => number, session: Session) {
    this.#store = store;
    this.#now = now;
    this.session = session;
  }

  /** Opens what the list needs. */
  static async open(store: Store, now: () => number): Promise<Shelf> {
    const shelf = new Shelf(store, now, (await store.read<Session>("session")) as Session);
    await Promise.all(shelf.session.villages.map(({ key }) => shelf.#open(key)));
    return shelf;
  }

  async #open(key: string): Promise<void> {
    const village = await this.#store.read<Village>(`village:${key}`);
    if (!village) return;
    const names = Array.from({ length: village.parts }, (_, part) => `rows:${key}:${part}`);
    const parts = await Promise.all(names.map((name) => this.#store.read<Row[]>(name)));
    for (const [index, name] of names.entries()) {
      this.#parts.set(name, new Map((parts[index] ?? []).map((row) => [row.uuid, row])));
    }
    this.villages.set(key, village);
  }

  /** All rows in walking order: village, group, number. */
  rows(): Row[] {
    this.#sorted ??= [...this.#parts.values()]
      .flatMap((part) => [...part.values()])
      .sort((a, b) => order(a.group, b.group) || order(a.no || "~", b.no || "~") || order(a.uuid, b.uuid));
    return this.#sorted;
  }

  row(uuid: string): Row | undefined {
    for (const part of this.#parts.values()) if (part.has(uuid)) return part.get(uuid);
    return undefined;
  }

  rowOfTask(task: string): Row | undefined {
    return this.rows().find((row) => row.tasks.some((one) => one.task === task));
  }

  async household(uuid: string): Promise<t.Household> {
    const found = await this.#store.read<t.Household>(`h:${uuid}`);
    if (!found) throw new Refused("gone");
    return found;
  }

  /** Each survey once, as the village says that was heard of last. */
  surveys(): t.Survey[] {
    const all = [...this.villages.values()].flatMap((village) => village.surveys);
    return [...new Map(all.map((survey) => [survey.uuid, survey])).values()];
  }

  async sheet(digest: string): Promise<t.QuestionSheet | null> {
    const kept = this.#sheets.get(digest) ?? (await this.#store.read<t.QuestionSheet>(`questions:${digest}`));
    if (kept) this.#sheets.set(digest, kept);
    return kept ?? null;
  }

  /** The day of the last contact, and the days gone by since. A clock set back does not turn days back. */
  today(): string {
    const { today, today_at } = this.session;
    const gone = Math.max(0, dayNumber(this.#now()) - dayNumber(today_at));
    return new Date(Date.parse(`${today}T00:00:00Z`) + gone * DAY).toISOString().slice(0, 10);
  }

  /** Puts the session into a change; `this.session` is new at once, as it says nothing that the disk must know first. */
  stageSession(change: Change, session: Partial<Session>): void {
    this.session = { ...this.session, ...session };
    boxesOf(change).set("session", this.session);
  }

  /** Puts households and their rows into a change. Call what it returns when the change is on the disk. */
  async stage(change: Change, households: t.Household[], gone: string[] = []): Promise<() => void> {
    const boxes = boxesOf(change);
    const asking = await this.#asking();
    const parts = new Map<string, Part>();
    const partOf = (name: string): Part => {
      const copy = parts.get(name) ?? new Map(this.#parts.get(name));
      parts.set(name, copy);
      return copy;
    };
    for (const household of households) {
      const village = household.village as string;
      const name = this.#nameOf(household.uuid) ?? this.#roomIn(village, parts, boxes);
      partOf(name).set(household.uuid, this.#row(household, asking));
      boxes.set(`h:${household.uuid}`, household);
    }
    for (const uuid of gone) {
      const name = this.#nameOf(uuid);
      if (name) partOf(name).delete(uuid);
      boxes.set(`h:${uuid}`, null);
    }
    for (const [name, part] of parts) boxes.set(name, [...part.values()]);
    return () => {
      for (const [name, part] of parts) this.#parts.set(name, part);
      this.#sorted = null;
    };
  }

  /** Puts a whole village into a change, in place of what was here of it; null takes it away. */
  async stageVillage(
    change: Change,
    key: string,
    whole: Village | null,
    households: t.Household[],
  ): Promise<() => void> {
    const boxes = boxesOf(change);
    const asking = whole ? await this.#asking(whole.surveys) : () => null;
    const parts = new Map<string, Part>();
    for (const row of this.rows()) if (row.village === key) boxes.set(`h:${row.uuid}`, null);
    if (!whole)
      for (const box of ["places", "carry", "done", "trips", "contacts", "classes", "duty", "money"])
        boxes.set(`${box}:${key}`, null);
    for (let part = 0; part < (this.villages.get(key)?.parts ?? 0); part++) boxes.set(`rows:${key}:${part}`, null);
    households.forEach((household, index) => {
      const name = `rows:${key}:${Math.floor(index / PART)}`;
      if (!parts.has(name)) parts.set(name, new Map());
      (parts.get(name) as Part).set(household.uuid, this.#row(household, asking, whole?.groups));
      boxes.set(`h:${household.uuid}`, household);
    });
    for (const [name, part] of parts) boxes.set(name, [...part.values()]);
    const village = whole && { ...whole, parts: parts.size };
    boxes.set(`village:${key}`, village);
    return () => {
      for (const name of [...this.#parts.keys()]) if (name.startsWith(`rows:${key}:`)) this.#parts.delete(name);
      for (const [name, part] of parts) this.#parts.set(name, part);
      if (village) this.villages.set(key, village);
      else this.villages.delete(key);
      this.#sorted = null;
    };
  }

  #row(household: t.Household, asking: Asking, groups?: t.Place[]): Row {
    const known = groups ?? this.villages.get(household.village as string)?.groups ?? [];
    const name = known.find((group) => group.key === household.group)?.name ?? "";
    return rowOf(household, name, asking, this.today());
  }

  #nameOf(uuid: string): string | undefined {
    for (const [name, part] of this.#parts) if (part.has(uuid)) return name;
    return undefined;
  }

  /** The part where a household that is new here finds room. */
  #roomIn(key: string, parts: Map<string, Part>, boxes: Map<string, unknown>): string {
    const village = this.villages.get(key);
    if (!village) throw new Refused("gone");
    const name = `rows:${key}:${Math.max(0, village.parts - 1)}`;
    const size = (parts.get(name) ?? this.#parts.get(name))?.size ?? 0;
    if (village.parts > 0 && size < PART) return name;
    village.parts += 1;
    boxes.set(`village:${key}`, village);
    return `rows:${key}:${village.parts - 1}`;
  }

  async #asking(more: t.Survey[] = []): Promise<Asking> {
    const bySurvey = new Map<string, t.QuestionSheet | null>();
    for (const { uuid, questions } of [...this.surveys(), ...more]) bySurvey.set(uuid, await this.sheet(questions));
    return (survey) => bySurvey.get(survey) ?? null;
  }

  /** Question sheets do not change; they are kept in memory, too. */
  stageSheets(change: Change, sheets: Record<string, t.QuestionSheet>): void {
    for (const [digest, sheet] of Object.entries(sheets)) {
      this.#sheets.set(digest, sheet);
      boxesOf(change).set(`questions:${digest}`, sheet);
    }
  }
}

export function boxesOf(change: Change): Map<string, unknown> {
  change.boxes ??= new Map();
  return change.boxes;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const dayNumber = (instant: number): number => Math.floor((instant + SHANGHAI) / DAY);
