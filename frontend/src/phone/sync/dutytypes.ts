/** Who is on duty on public posts of a village, as it goes over the wire and stands on this phone. */

/** mark: "" while nothing is marked; half: half a day of duty. */
export interface DutyDay {
  on: string;
  mark: string;
  half: boolean;
  planned: boolean;
}
/** days: those of this month and the last on which the agreement holds. */
export interface OnDuty {
  uuid: string;
  name: string;
  post: string;
  place: string;
  hours: string;
  days: DutyDay[];
}
export interface Duty {
  holders: OnDuty[];
  marks: [string, string][];
}
