/** What the phone client speaks of: the wire (docs/apps/phone.md), and what the pages are given. Types only. */

import type { Json, QuestionSheet, Values } from "./questions/types.ts";
import type { ClassHere } from "./sync/classtypes.ts";
import type { Duty } from "./sync/dutytypes.ts";
import type { Money } from "./sync/moneytypes.ts";
import type { Calls, Trip } from "./sync/triptypes.ts";
import type {
  Body,
  Carry,
  Done,
  Due,
  Household,
  Kind,
  Officer,
  Op,
  Outcome,
  Place,
  Sentence,
  Status,
  Survey,
  Trouble,
} from "./sync/types.ts";

export type * from "./questions/types.ts";
export type * from "./sync/classtypes.ts";
export type * from "./sync/dutytypes.ts";
export type * from "./sync/moneytypes.ts";
export type * from "./sync/triptypes.ts";
export type * from "./sync/types.ts";

// --- what the pages are given -------------------------------------------------------------------------------------

/**
 * new: not enrolled; pin: enrolled, PIN to be chosen; locked; open;
 * elsewhere: the client is open in another tab of this phone, "changed" is told when that one closes.
 */
export type State = "new" | "pin" | "locked" | "open" | "elsewhere";
export type Part = "today" | "due" | "done" | "returned" | "all";
export interface Filter {
  village?: string;
  survey?: string;
  part: Part;
  search?: string;
}
/** One survey's task of a household in the list. */
export interface RowTask {
  task: string;
  survey: string;
  status: Status;
  outcome: Outcome | "";
  persons: number;
  persons_done: number;
  required: number;
  missing: number;
  remarks: number;
}
export interface ListRow {
  uuid: string;
  village: string;
  group: string;
  group_name: string;
  no: string;
  head: string;
  persons: number;
  tasks: RowTask[];
  due: Due[];
  /** Something of it was not taken over by the server. */
  trouble: boolean;
}
export interface Draft {
  task: string;
  person: string | null;
  answers: Values;
  notice_version: number;
  /** Whatever else the page wants to find again: relation of a newcomer, the open question, ... */
  page?: Values;
}
/** Somebody whom a typed ID number fits, as far as the masked numbers on this phone tell. */
export interface Bearer {
  household: string;
  no: string;
  name: string;
}
/** last: the server was reached; waitsSince: of the oldest operation: ISO, null: never, none; kept: not to be thrown away. */
export interface Contact {
  last: string | null;
  waitsSince: string | null;
  kept: boolean;
  /** Operations this phone has made, and those of them that a verified receipt says are with the server. */
  made: number;
  arrived: number;
}
export interface Ratio {
  done: number;
  total: number;
}
/** The four ratios as the office counts them, from what is on this phone. */
export interface Counts {
  group: Ratio;
  household: Ratio;
  person: Ratio;
  item: Ratio;
}
/** waits: not sent, or to be sent again; sent: taken, not yet proven by a receipt; proven; trouble: see `trouble`. */
export type RowState = "waits" | "sent" | "proven" | "trouble";
export interface OutboxRow {
  seq: number;
  id: string;
  at: string;
  kind: Kind;
  household: string | null;
  state: RowState;
  trouble: Trouble | null;
}
export type WhyNoSync =
  /** no answer, or not a whole one */
  | "offline"
  /** 503 or 5xx; tried again later */
  | "busy"
  /** the server does not know this phone (401 without wipe) */
  | "unknown"
  /** the server refused a message as malformed */
  | "refused"
  /** revoked, ended, ...: nothing is left on this phone */
  | "wiped"
  /** the phone is locked or open elsewhere */
  | "locked"
  /** the server's receipt names operations this phone never made */
  | "receipt";
export interface SyncResult {
  ok: boolean;
  why?: WhyNoSync;
  say?: Sentence;
  /** Operations and pictures sent now, those still waiting, and those in trouble. */
  sent: number;
  waiting: number;
  trouble: number;
  /** Households changed on this phone by what came. */
  changed: number;
}
export interface Progress {
  step: "blobs" | "ops" | "changes" | "packages";
  done: number;
  total: number;
}
export type Unlocked =
  | { ok: true }
  /** left: tries left, 0: everything was wiped; wait: seconds until the next try counts. */
  | { ok: false; left: number; wait: number };
export type PhoneEvent = "changed" | "synced" | "wiped" | "locked";
export type WhyWiped = "pin" | "revoked" | "ended" | "asked";

// --- the phone ------------------------------------------------------------------------------------------------------

export interface Phone {
  state(): Promise<State>;
  /** With the code of the QR. Raises Refused: "code" (used, too old, wrong), "offline". */
  enrol(code: string, name?: string): Promise<void>;
  /** 6 digits or more (or words), not all the same and not in a row: Refused "pin" otherwise. Opens the phone. */
  choosePin(pin: string): Promise<void>;
  unlock(pin: string): Promise<Unlocked>;
  lock(): void;
  /** Log out: nothing stays. What was not sent is lost; ask first when `outbox()` has rows that wait. */
  wipe(): Promise<void>;
  officer(): Promise<Officer>;
  /** The packages of all villages; a village that is here and unchanged is not sent again. */
  download(onProgress?: (progress: Progress) => void): Promise<void>;
  /** In walking order; part "due" by last day. */
  list(filter: Filter): Promise<ListRow[]>;
  /** Raises Refused "gone" when there is none. A copy: change it as you like. */
  household(uuid: string): Promise<Household>;
  /** Everybody here whom a whole ID number fits. */
  bearers(number: string): Promise<Bearer[]>;
  /** A village has been fetched: there is something to show, and be it that no survey is open. */
  isStocked(): Promise<boolean>;
  surveys(): Promise<Survey[]>;
  questions(digest: string): Promise<QuestionSheet>;
  /** The lists of places questions choose from, as the package holds them, of a village. */
  places(village: string): Promise<Json>;
  /** The day by the server's calendar: that of the last contact, and the days gone by since. ISO. */
  today(): Promise<string>;
  /** The instant by the server's clock, as far as the last contact told: milliseconds. */
  clock(): Promise<number>;
  /** The pack that is carried in a village this month, with what was done of it; null: none. */
  carry(village: string): Promise<(Carry & Done) | null>;
  /** The villages with a pack. */
  carried(): Promise<Place[]>;
  /** The trips this officer escorts, with what was recorded here; the first to leave first. */
  trips(): Promise<Trip[]>;
  /** Who is to be called, village by village; those without anybody are left out. */
  calls(): Promise<Calls[]>;
  /** The running classes with learners of the villages of this phone. */
  classes(): Promise<ClassHere[]>;
  /** Who is on duty on public posts, a village each. */
  duty(): Promise<Duty[]>;
  /** What people are entitled to, and where their claims wait, a village each. */
  money(): Promise<Money[]>;
  /** What is known about a person (null: the household): facts for `judge`, with the draft's answers over them. Better
   * is `judged(section, household, person, answers, on)`, for which what a phone may not see counts as answered. */
  facts(household: Household, person: string | null, answers?: Values): Values;
  draft(task: string, person: string | null): Promise<Draft | undefined>;
  /** On every change; resolves when it is on the disk. */
  saveDraft(draft: Draft): Promise<void>;
  dropDraft(task: string, person: string | null): Promise<void>;
  /** All drafts, or those of a task: also of newcomers, whose number nobody else remembers. */
  drafts(task?: string): Promise<Draft[]>;
  /** Snapshot and outbox row in one transaction. `base` is filled in; the draft of the same task and person goes. */
  record(kind: Kind, body: Body): Promise<Op>;
  /** The same with a signature: its digest stands in the body as `signature`. Raises Refused "picture". */
  sign(kind: Kind, body: Body, signature: Blob): Promise<Op>;
  /** At most 2 MB, JPEG, PNG or WebP: Refused "picture" otherwise. */
  picture(task: string, person: string | null, purpose: "photo" | "signature" | "paper", blob: Blob): Promise<void>;
  counts(village?: string, survey?: string): Promise<Counts>;
  /** Never raises. Tries again by itself, for ever, when it did not get through. */
  sync(onProgress?: (progress: Progress) => void): Promise<SyncResult>;
  /** Newest first; without those that a receipt has proven. */
  outbox(): Promise<OutboxRow[]>;
  contact(): Promise<Contact>;
  exportOutbox(passphrase: string): Promise<Blob>;
  /** "wiped" comes with a WhyWiped. Returns what ends it. */
  on(event: PhoneEvent, heard: (why?: WhyWiped) => void): () => void;
}

export interface Options {
  /** Where the server is; "" is where the page comes from. */
  base?: string;
  /** Milliseconds since 1970 by this phone. */
  now?: () => number;
  /** Milliseconds before the first repetition of a request. */
  patience?: number;
  /** The name of the database. */
  name?: string;
}
