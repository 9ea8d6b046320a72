/** The core of the offline client as its pages see it. */

import type * as t from "./types.ts";

export { idNumber } from "./questions/idNumber.ts";
export { judge } from "./questions/judging.ts";
export type * from "./types.ts";

/** Refused by the server or by this phone: `message` is a key of the pages' words, or the server's own sentence. */
export class Refused extends Error {}

export function openPhone(_options: t.Options = {}): t.Phone {
  throw new Error("not there yet");
}
