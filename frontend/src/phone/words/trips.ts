/** The words of the pages about trips: they come with those pages, not with the first load. */

import type { Language } from "./index.ts";
import { travelling } from "./zh-trips.ts";

export type TripWord = keyof typeof travelling;
export type TellTrip = (word: TripWord, values?: Record<string, string | number>) => string;

export async function tripWordsOf(language: Language): Promise<Record<TripWord, string>> {
  return language === "zh" ? travelling : (await import("./en-trips.ts")).travelling;
}
