/** The questions of a survey as the server has them (gangqiao/surveys/questions), and what follows from answers. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Values = Record<string, Json>;
/** A text by language, as the question sheets hold it. */
export type Words = { zh: string; en: string };

export type Tree = Record<string, Json>;

export interface Question {
  key: string;
  kind: string;
  label: Words;
  required: boolean;
  relevant: Tree | null;
  constraint: Tree | null;
  schema: Record<string, Json> | null;
  codes: Record<string, Words> | null;
  /** The codes as they are asked: an object does not keep "10" behind "9a". */
  order?: string[];
  help: Words | null;
  level: number;
}
export interface Section {
  about: "household" | "person";
  questions: Question[];
}
export interface QuestionSheet {
  format: 1;
  sections: Section[];
}
export interface Fault {
  key: string;
  why: "constraint" | "code";
}
export interface Judgement {
  asked: string[];
  required: string[];
  missing: string[];
  faults: Fault[];
}
export type WhyNoIdNumber =
  | "empty"
  | "spreadsheet"
  | "character"
  | "short"
  | "long"
  | "province"
  | "calendar"
  | "early"
  | "future"
  | "check";
/** birth: ISO day; sex: "1" man, "2" woman. With why "character" comes the `place` (from 1), with "check" the `right` one. */
export type IdNumber =
  | { ok: true; number: string; birth: string; sex: "1" | "2" }
  | { ok: false; why: WhyNoIdNumber; place?: number; right?: string; count?: number };
