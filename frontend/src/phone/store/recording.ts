/** Recording: the household as it is now and the operation that says so, in one transaction. */

import { Refused } from "../refused.ts";
import type * as t from "../types.ts";
import { stageDone } from "./carrying.ts";
import { applied, baseOf, found } from "./households.ts";
import { randomUuid, sha256 } from "./sealing.ts";
import type { Shelf } from "./shelf.ts";
import type { Change, Store } from "./store.ts";

const LARGEST = 2 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"];

export interface Picture {
  digest: string;
  type: string;
}
/** The bytes of a picture behind a line that says what they are. */
export const draftName = (task: string, person: string | null): string => `draft:${task}:${person ?? ""}`;

export async function record(
  store: Store,
  shelf: Shelf,
  kind: t.Kind,
  given: t.Body,
  at: number,
  change: Change = {},
): Promise<t.Op> {
  const before = await subject(shelf, kind, given);
  const body = before ? withBase(before, kind, given) : given;
  const seq = (await store.lastSeq()) + 1;
  const id = randomUuid();
  const op: t.Op = { id, seq, after: before?.last ?? null, at: new Date(at).toISOString(), kind, body };
  const commit = await shelf.stage(change, before ? [{ ...applied(before, op), last: id }] : []);
  change.outbox = [{ seq, id, state: "waits", proven: 0, at, kept: { op, household: before?.uuid ?? null } }];
  if (!kind.startsWith("surveys.")) await stageBeside(store, shelf, change, op);
  else if (kind !== "surveys.picture") change.drafts = new Map([[draftName(String(body.task), personOf(body)), null]]);
  await store.write(change);
  commit();
  return op;
}

export async function recordPicture(
  store: Store,
  shelf: Shelf,
  body: t.Body & { task: string },
  blob: Blob,
  at: number,
): Promise<t.Op> {
  const [digest, pictures] = await packed(blob);
  return record(store, shelf, "surveys.picture", { ...body, blob: digest }, at, { pictures });
}

/** An operation that was signed: the signature goes before it. */
export async function recordSigned(
  store: Store,
  shelf: Shelf,
  kind: t.Kind,
  body: t.Body,
  blob: Blob,
  at: number,
): Promise<t.Op> {
  const [signature, pictures] = await packed(blob);
  return record(store, shelf, kind, { ...body, signature }, at, { pictures });
}

async function packed(blob: Blob): Promise<[string, Map<string, Uint8Array<ArrayBuffer>>]> {
  if (!TYPES.includes(blob.type) || blob.size > LARGEST || !blob.size) throw new Refused("picture");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const digest = await sha256(bytes);
  return [digest, new Map([[`picture:${digest}`, pack({ digest, type: blob.type }, bytes)]])];
}

/** What is about no task of a survey: a pack, a trip. */
async function stageBeside(store: Store, shelf: Shelf, change: Change, op: t.Op): Promise<void> {
  if (op.kind.startsWith("vacancies.")) return stageDone(store, shelf, change, op);
  if (op.kind === "followup.record") {
    const { stageCalled } = await import("./contacts.ts");
    return stageCalled(store, shelf.villages.keys(), change, op);
  }
  if (op.kind === "training.sign_in") {
    const { stageSigned } = await import("./classes.ts");
    return stageSigned(store, shelf.villages.keys(), change, op);
  }
  if (op.kind === "assistance.mark_duty") {
    const { stageMarked } = await import("./duty.ts");
    return stageMarked(store, shelf.villages.keys(), change, op);
  }
  // In a file of its own: few phones ever carry a trip.
  const { stageTravelled } = await import("./trips.ts");
  return stageTravelled(store, shelf.villages.keys(), change, op);
}

export function pack(picture: Picture, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${JSON.stringify(picture)}\n`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  return whole;
}

export function unpack(whole: Uint8Array<ArrayBuffer>): [Picture, Uint8Array<ArrayBuffer>] {
  const end = whole.indexOf(10);
  return [JSON.parse(new TextDecoder().decode(whole.subarray(0, end))), whole.subarray(end + 1)];
}

/** The household an operation is about, as it was before; null: the village as a whole, or a trip. */
async function subject(shelf: Shelf, kind: t.Kind, body: t.Body): Promise<t.Household | null> {
  if (!kind.startsWith("surveys.") && !body.household) return null;
  if (kind === "surveys.household") {
    const area = String(body.area);
    const village = [...shelf.villages.keys()].find((key) => area.startsWith(key));
    if (!village) throw new Refused("gone");
    return found(body, village);
  }
  const uuid = typeof body.household === "string" ? body.household : shelf.rowOfTask(String(body.task))?.uuid;
  if (!uuid) throw new Refused("gone");
  return shelf.household(uuid);
}

function withBase(household: t.Household, kind: t.Kind, body: t.Body): t.Body {
  if (kind !== "surveys.answers" || body.base) return body;
  return { ...body, base: baseOf(household, personOf(body), body.answers as t.Values) };
}

const personOf = (body: t.Body): string | null => (typeof body.person === "string" ? body.person : null);
