/** Classes in which people of a village learn, as they go over the wire and stand on this phone. */

export interface SessionHere {
  session: string;
  on: string;
  begins: string;
  ends: string;
  topic: string;
}
/** signed: the sessions this learner is signed in to. */
export interface LearnerHere {
  enrolment: string;
  name: string;
  signed: string[];
}
export interface ClassHere {
  class: string;
  number: string;
  course: string;
  place: string;
  sessions: SessionHere[];
  learners: LearnerHere[];
}
