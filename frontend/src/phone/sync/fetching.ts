/** What the server has: villages, packages, and changes since. What this phone has not sent yet stays on top. */

import { reachedBy, stageCarry } from "../store/carrying.ts";
import { applied, DUE, found } from "../store/households.ts";
import type { Waiting } from "../store/outbox.ts";
import { boxesOf, type Village } from "../store/shelf.ts";
import type { Change } from "../store/store.ts";
import type * as t from "../types.ts";
import { householdsOf } from "./households.ts";
import { adopt, type Parts } from "./sending.ts";
import { Outdated } from "./wire.ts";

/** Of packages: gangqiao/sync/reads/villages.py. */
const FORMAT = 2;

type Tell = (progress: t.Progress) => void;
interface Me {
  officer: string | { name: string };
  villages: t.Place[];
  epoch: string;
  today: string;
  now?: string;
}

/** Who this phone belongs to and which villages. True: the server was restored, and all must be sent again. */
export async function fetchMe(parts: Parts): Promise<boolean> {
  const { store, wire } = parts;
  const { status, json } = await wire.get("me/");
  if (status !== 200) return false;
  const me = json as Me;
  const isRestored = await adopt(parts, me.epoch);
  await store.alone(() => keepMe(parts, me));
  return isRestored;
}

async function keepMe({ shelf, store, now }: Parts, me: Me): Promise<void> {
  const change: Change = {};
  const lost = [...shelf.villages.keys()].filter((key) => !me.villages.some((village) => village.key === key));
  const commits = [];
  for (const key of lost) commits.push(await shelf.stageVillage(change, key, null, []));
  const officer = typeof me.officer === "string" ? me.officer : me.officer.name;
  const skew = me.now ? Date.parse(me.now) - now() : 0;
  shelf.stageSession(change, { officer, villages: me.villages, today: me.today, today_at: now(), skew });
  await store.write(change);
  for (const commit of commits) commit();
}

/** The packages of all villages; one that is here and unchanged is not sent again. */
export async function fetchPackages(parts: Parts, tell: Tell): Promise<void> {
  const { villages } = parts.shelf.session;
  for (const [done, { key }] of villages.entries()) {
    tell({ step: "packages", done, total: villages.length });
    await fetchPackage(parts, key, parts.shelf.villages.get(key)?.etag ?? "");
  }
  tell({ step: "packages", done: villages.length, total: villages.length });
}

/** Changes of all villages, or whole packages where there is nothing to add to. Gives how many households changed. */
export async function fetchAll(parts: Parts, tell: Tell): Promise<number> {
  const { villages } = parts.shelf.session;
  let changed = 0;
  for (const [done, { key }] of villages.entries()) {
    tell({ step: parts.shelf.villages.get(key)?.cursor ? "changes" : "packages", done, total: villages.length });
    changed += await fetchVillage(parts, key);
  }
  tell({ step: "packages", done: villages.length, total: villages.length });
  return changed;
}

async function fetchVillage(parts: Parts, key: string): Promise<number> {
  const here = parts.shelf.villages.get(key);
  if (!here?.cursor) return fetchPackage(parts, key, here?.etag ?? "");
  if (here.pack === undefined) return fetchPackage(parts, key, "");
  const { status, json } = await parts.wire.get(`changes/${key}/?since=${encodeURIComponent(here.cursor)}`);
  if (status !== 200) return 0;
  const changes = json as t.Changes;
  if (changes.whole || changes.epoch !== parts.shelf.session.epoch) return fetchPackage(parts, key, "");
  const asks = new Set([...parts.shelf.villages.values()].flatMap((v) => v.surveys.map((s) => s.questions)));
  // Other questions come with the package alone.
  if (changes.surveys.some((survey) => !asks.has(survey.questions))) return fetchPackage(parts, key, "");
  if (changes.carry?.some((carry) => carry.pack !== here.pack)) return fetchPackage(parts, key, "");
  return parts.store.alone(() => keepChanges(parts, key, changes));
}

async function keepChanges({ shelf, store, outbox }: Parts, key: string, changes: t.Changes): Promise<number> {
  const here = shelf.villages.get(key) as Village;
  // A survey that is not named has not changed: were it taken for ended, everything would be wiped.
  const surveys = [...new Map([...here.surveys, ...changes.surveys].map((survey) => [survey.uuid, survey])).values()];
  const village: Village = { ...here, surveys, cursor: changes.cursor };
  const change: Change = {};
  boxesOf(change).set(`village:${key}`, village);
  shelf.villages.set(key, village);
  const waiting = await outbox.waiting();
  const pending = byHousehold(waiting);
  const merged = [];
  for (const household of changes.households) merged.push(await merge(shelf, key, household, pending));
  for (const carry of changes.carry ?? []) {
    await stageCarry(store, change, key, carry, opsOf(waiting));
    merged.push(...(await reached(shelf, key, carry, merged)));
  }
  for (const trips of changes.trips ?? []) await stageTrips(change, key, trips, waiting);
  for (const calls of changes.contacts ?? []) await stageCalls(change, key, calls, waiting);
  for (const classes of changes.classes ?? []) await stageClasses(change, key, classes, waiting);
  for (const duty of changes.duty ?? []) await stageDuty(change, key, duty, waiting);
  for (const money of changes.money ?? []) boxesOf(change).set(`money:${key}`, money.people.length ? money : null);
  const commit = await shelf.stage(change, merged, changes.gone);
  if (changes.surveys.some((survey) => survey.is_open)) shelf.stageSession(change, { surveyed: true });
  await store.write(change);
  commit();
  return merged.length + changes.gone.length;
}

async function fetchPackage(parts: Parts, key: string, etag: string): Promise<number> {
  const answer = await parts.wire.get(`packages/${key}/?format=${FORMAT}`, etag ? { "If-None-Match": etag } : {});
  if (answer.status === 409) throw new Outdated((answer.json as { sentence?: string } | null)?.sentence);
  if (answer.status !== 200) return 0;
  const whole = answer.json as t.Package;
  if (whole.format !== FORMAT) throw new Outdated();
  return parts.store.alone(() => keepPackage(parts, key, whole, answer.etag));
}

async function keepPackage(parts: Parts, key: string, whole: t.Package, etag: string): Promise<number> {
  const { shelf, store, outbox, now } = parts;
  const waiting = await outbox.waiting();
  const pending = byHousehold(waiting);
  const theirs = householdsOf(whole);
  const households = await Promise.all(theirs.map((one) => merge(shelf, key, one, pending)));
  const there = new Set(theirs.map(({ uuid }) => uuid));
  for (const [uuid, ops] of pending) if (!there.has(uuid)) households.push(...made(ops, key));
  for (const { uuid } of households) there.add(uuid);
  households.push(...(await refused(shelf, key, there)));
  const { village: place, groups, surveys, cursor } = whole;
  const village: Village = { place, groups, surveys, cursor, etag, parts: 0, pack: whole.carry?.pack ?? "" };
  const change: Change = {};
  await stageCarry(store, change, key, whole.carry ?? null, opsOf(waiting));
  await stageTrips(change, key, whole.trips ?? [], waiting);
  await stageCalls(change, key, whole.contacts ?? null, waiting);
  await stageClasses(change, key, whole.classes ?? [], waiting);
  await stageDuty(change, key, whole.duty ?? null, waiting);
  await stageMoney(change, key, whole.money ?? null, theirs);
  // Some thousands, and asked for when one chooses: not to be opened with every village.
  boxesOf(change).set(`places:${key}`, whole.places);
  shelf.stageSheets(change, whole.questions);
  const isOpen = surveys.some((survey) => survey.is_open);
  const surveyed = shelf.session.surveyed || isOpen;
  shelf.stageSession(change, { today: whole.today, today_at: now(), surveyed });
  const commit = await shelf.stageVillage(change, key, village, households);
  await store.write(change);
  commit();
  return households.length;
}

/** Few phones ever carry a trip: what is done with it stands in a file of its own. */
async function stageTrips(change: Change, key: string, trips: t.Trip[], waiting: Waiting[]): Promise<void> {
  if (!trips.length) boxesOf(change).set(`trips:${key}`, null);
  else (await import("../store/trips.ts")).stageTrips(change, key, trips, opsOf(waiting));
}

async function stageCalls(change: Change, key: string, calls: t.Calls | null, waiting: Waiting[]): Promise<void> {
  if (!calls?.people.length) boxesOf(change).set(`contacts:${key}`, null);
  else (await import("../store/contacts.ts")).stageCalls(change, key, calls, opsOf(waiting));
}

async function stageClasses(change: Change, key: string, classes: t.ClassHere[], waiting: Waiting[]): Promise<void> {
  if (!classes.length) boxesOf(change).set(`classes:${key}`, null);
  else (await import("../store/classes.ts")).stageClasses(change, key, classes, opsOf(waiting));
}

async function stageDuty(change: Change, key: string, duty: t.Duty | null, waiting: Waiting[]): Promise<void> {
  if (!duty?.holders.length) boxesOf(change).set(`duty:${key}`, null);
  else (await import("../store/duty.ts")).stageDuty(change, key, duty, opsOf(waiting));
}

/** Before this phone's own is put on top: the list names persons by their place among those that were sent. */
async function stageMoney(change: Change, key: string, sent: t.MoneySent | null, homes: t.Household[]): Promise<void> {
  boxesOf(change).set(`money:${key}`, sent && (await import("./money.ts")).moneyOf(sent, homes));
}

const opsOf = (waiting: Waiting[]): t.Op[] => waiting.map(({ kept }) => kept.op);

/** Households where somebody else has been with the pack meanwhile: it is due there no more. */
async function reached(
  shelf: Parts["shelf"],
  key: string,
  carry: t.CarrySent,
  merged: t.Household[],
): Promise<t.Household[]> {
  const told = reachedBy(carry);
  const isDue = (due: t.Due[]) => due.some((one) => one.kind === DUE);
  const rows = shelf.rows().filter((row) => row.village === key && isDue(row.due) && told.has(row.uuid));
  const others = rows.filter((row) => !merged.some((one) => one.uuid === row.uuid));
  const homes = await Promise.all(others.map((row) => shelf.household(row.uuid)));
  return homes.map((home) => ({ ...home, due: home.due.filter((one) => one.kind !== DUE) }));
}

type Pending = Map<string, Waiting[]>;

function byHousehold(waiting: Waiting[]): Pending {
  const found: Pending = new Map();
  for (const one of waiting) {
    const key = one.kept.household;
    if (key) found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

/** The server's household, what this phone knows beside it, and what it has recorded and not sent. */
async function merge(shelf: Parts["shelf"], key: string, theirs: t.Household, pending: Pending): Promise<t.Household> {
  const ours = shelf.row(theirs.uuid) && (await shelf.household(theirs.uuid));
  let merged: t.Household = { ...theirs, village: key };
  if (ours?.last) merged.last = ours.last;
  if (ours?.trouble) merged.trouble = ours.trouble;
  for (const { kept } of pending.get(theirs.uuid) ?? []) merged = applied(merged, kept.op);
  return merged;
}

/** Households that this phone has found and the server did not take: they stay in sight. */
async function refused(shelf: Parts["shelf"], key: string, there: Set<string>): Promise<t.Household[]> {
  const rows = shelf.rows().filter((row) => row.village === key && row.trouble && !row.no && !there.has(row.uuid));
  return Promise.all(rows.map((row) => shelf.household(row.uuid)));
}

/** A household that this phone has found and the server does not know yet. */
function made(ops: Waiting[], key: string): t.Household[] {
  const first = ops[0]?.kept.op;
  if (first?.kind !== "surveys.household" || !String(first.body.area).startsWith(key)) return [];
  const household = ops.slice(1).reduce((one, { kept }) => applied(one, kept.op), found(first.body, key));
  return [{ ...household, last: (ops[ops.length - 1] as Waiting).kept.op.id }];
}
