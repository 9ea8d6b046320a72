/** The words of the pages about packs: they come with those pages, not with the first load. */

import type { Language } from "./index.ts";
import { carrying } from "./zh-carry.ts";

export type CarryWord = keyof typeof carrying;
export type Tell = (word: CarryWord, values?: Record<string, string | number>) => string;

export async function carryWordsOf(language: Language): Promise<Record<CarryWord, string>> {
  return language === "zh" ? carrying : (await import("./en-carry.ts")).carrying;
}
