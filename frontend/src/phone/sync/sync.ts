/** One sync: pictures, operations, receipt, changes. Cut short anywhere, the next one does the rest. */

import type * as t from "../types.ts";
import { fetchAll, fetchMe } from "./fetching.ts";
import { type Parts, prove, type Sent, sendOps, sendPictures } from "./sending.ts";
import { NoAnswer, Outdated, Revoked } from "./wire.ts";

export interface Ended {
  wipe: t.WhyWiped | null;
  result: t.SyncResult;
}
type Tell = (progress: t.Progress) => void;

/** Never raises for what the network or the server does. */
export async function sync(parts: Parts, tell: Tell): Promise<Ended> {
  const sent: Sent = { sent: 0, refused: null, fault: null };
  let why: t.WhyNoSync | undefined;
  let wipe: t.WhyWiped | null = null;
  let changed = 0;
  try {
    await send(parts, sent, tell);
    if (await fetchMe(parts)) await send(parts, sent, tell);
    changed = await fetchAll(parts, tell);
    const change = {};
    parts.shelf.stageSession(change, { last: parts.now() });
    await parts.store.write(change);
    if (await isOver(parts)) wipe = "ended";
    why = sent.refused !== null ? "refused" : (sent.fault ?? undefined);
  } catch (error) {
    if (error instanceof Revoked) wipe = "revoked";
    else if (error instanceof NoAnswer) why = error.why;
    else if (error instanceof Outdated) [why, sent.refused] = ["refused", error.message];
    else throw error;
  }
  if (wipe) return { wipe, result: { ok: false, why: "wiped", sent: sent.sent, waiting: 0, trouble: 0, changed } };
  const { outbox, store } = parts;
  const waiting = (await outbox.waitingCount()) + (await store.db.pictures.count());
  const result: t.SyncResult = { ok: !why, sent: sent.sent, waiting, trouble: await outbox.troubleCount(), changed };
  if (why) result.why = why;
  if (sent.refused) result.say = sent.refused;
  return { wipe: null, result };
}

/** Sends, and once more what the receipt does not prove. */
async function send(parts: Parts, sent: Sent, tell: Tell): Promise<void> {
  await sendPictures(parts, sent, tell);
  for (let round = 0; round < 2; round++) {
    const receipt = (await sendOps(parts, sent, tell)) ?? (await askReceipt(parts));
    if (!receipt || !(await prove(parts, receipt, sent))) return;
  }
}

async function askReceipt({ wire }: Parts): Promise<t.Receipt | null> {
  const { status, json } = await wire.get("receipt/");
  return status === 200 ? (json as t.Receipt) : null;
}

/** The last survey has ended, nothing else is carried, and the server has everything. */
async function isOver({ shelf, outbox, store }: Parts): Promise<boolean> {
  if (!shelf.session.surveyed || shelf.surveys().some((survey) => survey.is_open)) return false;
  if ([...shelf.villages.values()].some((village) => village.pack)) return false;
  const boxes = [...shelf.villages.keys()].flatMap((key) => [
    `trips:${key}`,
    `contacts:${key}`,
    `classes:${key}`,
    `duty:${key}`,
  ]);
  for (const box of boxes) if (await store.read(box)) return false;
  return !(await outbox.unprovenCount()) && !(await store.db.pictures.count());
}
