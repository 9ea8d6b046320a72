/** Trips and calls as they go over the wire, and as they stand on this phone with what was recorded here. */

export type RiderState =
  | "registered"
  | "confirmed"
  | "cleared"
  | "held"
  | "boarded"
  | "no_show"
  | "arrived"
  | "started"
  | "did_not_start";
export interface Rider {
  passenger: string;
  name: string;
  phone: string;
  sex: string;
  village: string;
  seat: number | null;
  /** The same words: they go together. */
  together: string;
  stop: string;
  state: RiderState;
  /** Number of the health certificate, "" without one. */
  certificate: string;
  valid_until: string | null;
  boarded_at: string | null;
  is_late: boolean;
  handed: "" | "accepted" | "rejected";
}
export interface Stop {
  name: string;
  arrives: string | null;
  leaves: string | null;
}
export interface Roll {
  where: string;
  at: string;
  present: number;
  missing: string[];
}
export interface Receiver {
  of: "employer" | "station";
  name: string;
  phone: string;
}
/** A coach of a batch, its way, and who travels in it. */
export interface Trip {
  trip: string;
  number: number;
  batch: string;
  employer: string;
  destination: string;
  plate: string;
  driver: string;
  driver_phone: string;
  /** Seats for passengers: the numbers from 1 to this. */
  places: number;
  starts_at: string;
  ends_at: string;
  is_cleared: boolean;
  departed_at: string | null;
  arrived_at: string | null;
  /** Tenths of a degree from which on nobody boards; null: the batch has no health gate. */
  hottest: number | null;
  route: Stop[];
  escorts: { name: string; phone: string }[];
  receivers: Receiver[];
  passengers: Rider[];
  rolls: Roll[];
  /** Codes with their words: what can happen, and why somebody is not taken over. */
  kinds: [string, string][];
  reasons: [string, string][];
  /** Added by the phone: handed over here, and not sent yet. */
  is_over?: boolean;
}
type Coded = [string, string];
/** Somebody who went out to work and is to be asked how it goes: gangqiao/followup/phone/section.py. */
export interface Call {
  uuid: string;
  household: string | null;
  person: string;
  name: string;
  why: string;
  due_on: string;
  tries: number;
  phone: string;
  employer: string;
  since: string | null;
  /** What was promised is compared with what was found. */
  first: boolean;
}
/** The calls of a village in their order, and the answers to choose from, each a code with its words. */
export interface Calls {
  people: Call[];
  asks: Record<"result" | "spoke_with" | "way" | "kept" | "case" | "wants", Coded[]>;
  aspects: Coded[];
  help_line: string;
}
