/** Pictures first, then operations in their order, then the receipt that proves that nothing is missing. */

import type { Database } from "../store/database.ts";
import type { Outbox, Waiting } from "../store/outbox.ts";
import { unpack } from "../store/recording.ts";
import { boxesOf, type Shelf } from "../store/shelf.ts";
import type { Change, Store } from "../store/store.ts";
import type * as t from "../types.ts";
import { NoAnswer, type Wire } from "./wire.ts";

const BATCH = 50;

export interface Parts {
  store: Store;
  shelf: Shelf;
  outbox: Outbox;
  wire: Wire;
  now: () => number;
}
/** What was sent, and what the server would not read. */
export interface Sent {
  sent: number;
  refused: string | null;
  /** null: the receipt is about what this phone made. */
  fault: "receipt" | null;
}
type Tell = (progress: t.Progress) => void;
interface Reply {
  epoch: string;
  results: t.OpResult[];
  receipt: t.Receipt;
}

/** A picture goes before the operation that speaks of it. */
export async function sendPictures({ store, wire }: Parts, sent: Sent, tell: Tell): Promise<void> {
  const { pictures }: Database = store.db;
  const names = (await pictures.toCollection().primaryKeys()) as string[];
  for (const [done, name] of names.entries()) {
    tell({ step: "blobs", done, total: names.length });
    const box = (await pictures.get(name))?.box;
    if (!box) continue;
    const [{ digest, type }, bytes] = unpack(await store.keys.unsealBytes(box, name));
    const path = `blobs/${digest}/`;
    const there = (await wire.ask("HEAD", path)).status === 200;
    const answer = there ? null : await wire.ask("PUT", path, { bytes, headers: { "Content-Type": type } });
    if (answer && answer.status >= 300) {
      sent.refused = sayOf(answer.json);
      continue;
    }
    await pictures.delete(name);
    sent.sent += 1;
  }
}

/** Sends all that waits. Gives the last receipt, null when nothing was sent. */
export async function sendOps(parts: Parts, sent: Sent, tell: Tell): Promise<t.Receipt | null> {
  const { outbox, shelf, wire, now } = parts;
  let receipt: t.Receipt | null = null;
  let size = BATCH;
  let epochs = 0;
  for (let after = 0; ; ) {
    const batch = await outbox.waiting(after, size);
    if (!batch.length) return receipt;
    tell({ step: "ops", done: sent.sent, total: sent.sent + (await outbox.waitingCount()) });
    const ops = batch.map(({ kept }) => kept.op);
    const unsent = await outbox.unsentAfter((batch[batch.length - 1] as Waiting).row.seq);
    const message = { epoch: shelf.session.epoch, device_at: new Date(now()).toISOString(), ops, unsent };
    const { status, json } = await wire.post("ops/", message);
    if (status === 409 && epochs++ < 3) {
      await adopt(parts, (json as Reply).epoch);
      after = 0;
    } else if (status === 200 && isWhole(json)) {
      await keepResults(parts, batch, json.results);
      receipt = json.receipt;
      sent.sent += json.results.length;
      after = (batch[batch.length - 1] as Waiting).row.seq;
      size = BATCH;
    } else if (![400, 413, 422].includes(status)) {
      throw new NoAnswer("busy");
    } else if (batch.length > 1) {
      // One of them is too long or malformed: the others must not wait for it.
      size = Math.ceil(batch.length / 2);
    } else {
      sent.refused = sayOf(json);
      after = (batch[0] as Waiting).row.seq;
      size = BATCH;
    }
  }
}

/** Compares the server's receipt with what is here. True: there is more to send. */
export async function prove(parts: Parts, receipt: t.Receipt, sent: Sent): Promise<boolean> {
  const { outbox, shelf, store, now } = parts;
  const before = shelf.session.receipt;
  const verdict = await outbox.verify(receipt);
  sent.fault = verdict === "unknown" ? "receipt" : null;
  const hasShrunk = before !== null && (receipt.upto < before.upto || receipt.count < before.count);
  const isTrue = verdict === "true";
  const change: Change = {};
  shelf.stageSession(change, { receipt: isTrue ? receipt : null });
  await store.write(change);
  if (!isTrue || hasShrunk) {
    await outbox.replay();
    return verdict !== "unknown";
  }
  await outbox.prove(receipt.upto, now());
  return (await outbox.resendUnproven()) > 0;
}

/** A server restored from a backup has another epoch: all that is kept is sent again, and all is fetched again. */
export async function adopt({ outbox, shelf, store }: Parts, epoch: string): Promise<boolean> {
  if (epoch === shelf.session.epoch) return false;
  const change: Change = {};
  for (const [key, village] of shelf.villages) {
    const fresh = { ...village, cursor: "", etag: "" };
    shelf.villages.set(key, fresh);
    boxesOf(change).set(`village:${key}`, fresh);
  }
  // First what is to be sent again: stopped in between, the old epoch makes all of this happen once more.
  await outbox.replay();
  shelf.stageSession(change, { epoch, receipt: null });
  await store.write(change);
  return true;
}

/** What became of each: into its row, and into the household when the server did not take it as it was. */
function keepResults({ store, shelf, outbox }: Parts, batch: Waiting[], results: t.OpResult[]): Promise<void> {
  return store.alone(async () => {
    const byId = new Map(results.map((result) => [result.id, result]));
    const change: Change = { outbox: [] };
    const touched = new Map<string, t.Household>();
    const settled: string[] = [];
    const taken: number[] = [];
    for (const { row, kept } of batch) {
      const result = byId.get(row.id);
      const became = becameOf(result);
      if (!result || !became || became === "waiting") continue;
      const isTrouble = became === "conflict" || became === "rejected";
      if (isTrouble) change.outbox?.push({ ...row, state: "trouble", kept: { ...kept, result } });
      else taken.push(row.seq);
      const uuid = kept.household;
      const shown = uuid ? shelf.row(uuid) : undefined;
      if (!uuid || !shown || !(isTrouble || shown.trouble || touched.has(uuid))) continue;
      const household = touched.get(uuid) ?? (await shelf.household(uuid));
      const [left, ended] = without(household.trouble ?? [], kept.op);
      settled.push(...ended);
      household.trouble = isTrouble ? [...left, troubleOf(kept.op, result)] : left;
      touched.set(uuid, household);
    }
    const commit = await shelf.stage(change, [...touched.values()]);
    await store.write(change);
    commit();
    await store.db.outbox.where("seq").anyOf(taken).modify({ state: "sent" });
    await outbox.settle(settled);
  });
}

/** The troubles that are not about the same as this operation, and the operations of those that are. */
function without(troubles: t.Trouble[], op: t.Op): [t.Trouble[], string[]] {
  const isSame = (one: t.Trouble) =>
    one.kind === op.kind && one.task === textOf(op.body.task) && one.person === textOf(op.body.person);
  const ended = troubles.filter((one) => isSame(one) && one.op !== op.id).map((one) => one.op);
  return [troubles.filter((one) => !isSame(one)), ended];
}

/** What became of it; of one that came a second time, the first time. */
export function becameOf(result: t.OpResult | undefined): t.Result | undefined {
  return result?.result === "duplicate" ? (result.before ?? "applied") : result?.result;
}

export function troubleOf(op: t.Op, result: t.OpResult): t.Trouble {
  const became = becameOf(result) === "conflict" ? "conflict" : "rejected";
  const { say = "", faults = [], fields = [] } = result;
  const [task, person] = [textOf(op.body.task), textOf(op.body.person)];
  return { op: op.id, at: op.at, kind: op.kind, task, person, result: became, say, faults, fields };
}

const textOf = (value: t.Json | undefined): string | null => (typeof value === "string" ? value : null);

export function sayOf(json: unknown): string {
  const said = (json as { say?: unknown; sentence?: unknown } | null) ?? {};
  return String(said.say ?? said.sentence ?? "");
}

function isWhole(json: unknown): json is Reply {
  const reply = json as Partial<Reply> | null;
  return Array.isArray(reply?.results) && typeof reply.receipt?.digest === "string";
}
