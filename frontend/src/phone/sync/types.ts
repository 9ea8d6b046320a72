/** What goes over the wire (docs/apps/phone.md). */

import type { Json, QuestionSheet, Values } from "../questions/types.ts";
import type { ClassHere } from "./classtypes.ts";
import type { Table } from "./columns.ts";
import type { Duty } from "./dutytypes.ts";
import type { Money, MoneySent } from "./moneytypes.ts";
import type { Calls, Trip } from "./triptypes.ts";

/** A sentence of the server in the officer's language. */
export type Sentence = string;

// --- the package of a village -------------------------------------------------------------------------------------

export interface Place {
  key: string;
  name: string;
}
export interface Officer {
  name: string;
  device: string;
  villages: Place[];
}
export interface Survey {
  uuid: string;
  name: string;
  begins_on: string;
  due_on: string;
  is_open: boolean;
  notice: string;
  notice_version: number;
  questions: string;
}
export type Status = "assigned" | "collecting" | "submitted" | "returned" | "accepted" | "locked";
export type Outcome = "surveyed" | "moved" | "died" | "refused" | "not_found" | "double";
export interface Remark {
  person: string | null;
  key: string;
  words: string;
}
export interface Task {
  task: string;
  survey: string;
  status: Status;
  outcome: Outcome | "";
  visits: number;
  notice_version: number;
  note: string;
  remarks: Remark[];
  /** The questions about the household itself have been answered. */
  household_done?: boolean;
}
export interface Due {
  kind: string;
  title: string;
  until: string | null;
  survey?: string;
}
export interface Person {
  uuid: string;
  name: string;
  relation: string;
  values: Values;
  /** Answers to leading questions and to the city's own items. */
  answers: Values;
  /** The surveys in which this person has answered. */
  asked: string[];
  id_masked?: string;
  /** Questions that are answered on the register, but not to be seen on a phone. They count as answered. */
  hidden?: string[];
}
/** A household as the server sends it, and with it what this phone has recorded since. */
export interface Household {
  uuid: string;
  no: string;
  group: string;
  head: string | null;
  values: Values;
  answers?: Values;
  tasks: Task[];
  persons: Person[];
  due: Due[];
  hidden?: string[];
  /** Added by the phone: the village, and what the server did not take as it was sent. */
  village?: string;
  trouble?: Trouble[];
  /** Added by the phone: the last operation about this household. */
  last?: string;
}
/** One vacancy of a pack, in words: the phone knows no lists of vacancies. struck: why it is not open any more. */
export interface Line {
  number: number;
  vacancy: string;
  title: string;
  employer: string;
  place: string;
  distance: string;
  pay: string;
  seats: number;
  terms: [string, string][];
  contact: string;
  phone: string;
  why: string[];
  fits: number;
  struck: string;
}
export interface Leaflet {
  leaflet: string;
  kind: "policy" | "service";
  title: string;
  words: string;
  document: string;
  phone: string;
  everybody: boolean;
}
/** Who is offered what: by person the numbers of lines, each followed by the places of its reasons in `whys`.
 * further: lines outside the pack that suit somebody, numbered far above it. */
export interface Offers {
  whys: string[];
  further?: Line[];
  jobs: Record<string, number[][]>;
  leaflets: Record<string, string[]>;
}
/** The pack of a village: what is carried to its doors this month. */
export interface Carry {
  pack: string;
  period: string;
  issued_on: string | null;
  note: string;
  households: number;
  lines: Line[];
  leaflets: Leaflet[];
  /** For the chat group, and what is read aloud, sentence by sentence. */
  chat: string;
  aloud: string[];
  people: Offers;
}
export interface Delivered {
  id: string;
  /** null: the village as a whole. */
  household: string | null;
  way: string;
  on: string;
  reached: number | null;
  what: string[];
}
/** What was done with it; answers: by person and vacancy. */
export interface Done {
  deliveries: Delivered[];
  answers: Record<string, Record<string, string>>;
}
/** A pack as the server sends it: with changes, without who is offered what. */
export type CarrySent = Omit<Carry, "people"> & Done & { people?: Offers };
/** The households of a package travel as three tables: `sync/households.ts`. */
export interface Package {
  format: 2;
  epoch: string;
  cursor: string;
  made_at: string;
  today: string;
  village: Place;
  groups: Place[];
  surveys: Survey[];
  questions: Record<string, QuestionSheet>;
  places: Json;
  households: { households: Table; persons: Table; tasks: Table };
  carry?: CarrySent | null;
  trips?: Trip[];
  contacts?: Calls | null;
  classes?: ClassHere[];
  duty?: Duty | null;
  money?: MoneySent | null;
}
export interface Changes {
  epoch: string;
  cursor: string;
  whole: boolean;
  today?: string;
  surveys: Survey[];
  households: Household[];
  gone: string[];
  carry?: CarrySent[];
  /** All trips of this officer as they are now, in a list of one. */
  trips?: Trip[][];
  /** In a list of one, too. */
  contacts?: Calls[];
  /** In a list of one, too. */
  classes?: ClassHere[][];
  /** In a list of one. */
  duty?: Duty[];
  /** In a list of one. */
  money?: Money[];
}

// --- operations ---------------------------------------------------------------------------------------------------

export type Kind =
  | "surveys.answers"
  | "surveys.newcomer"
  | "surveys.household"
  | "surveys.submit"
  | "surveys.picture"
  | "vacancies.deliver"
  | "vacancies.response"
  | `transfers.${string}`
  | "followup.record"
  | "training.sign_in"
  | "assistance.mark_duty"
  | (string & {});
export type Body = Record<string, Json>;
export interface Op {
  id: string;
  seq: number;
  after: string | null;
  at: string;
  kind: Kind;
  body: Body;
}
export type Result = "applied" | "duplicate" | "conflict" | "rejected" | "waiting";
export interface OpResult {
  id: string;
  result: Result;
  before?: Result;
  say?: Sentence;
  faults?: { field: string; sentence: Sentence }[];
  fields?: string[];
}
export interface Receipt {
  count: number;
  upto: number;
  digest: string;
}
/** What the server did not take over as it was sent; the office has it in a queue. */
export interface Trouble {
  op: string;
  at: string;
  kind: Kind;
  task: string | null;
  person: string | null;
  result: "conflict" | "rejected";
  say: Sentence;
  faults: { field: string; sentence: Sentence }[];
  /** Conflict: keys of the answers that were kept back. */
  fields: string[];
}
