/** The words of the pages in the two languages. `zh.ts` says which there are; `en.ts` must have each of them. */

import { zh } from "./zh.ts";

export type Language = "zh" | "en";
export type Word = keyof typeof zh;
export type Say = (word: Word, values?: Record<string, string | number>) => string;

export type Words = Record<Word, string>;

const KEPT = "language";

/** The words of a language. English is fetched when somebody wants it; like all files of the app it is on the phone. */
export async function wordsOf(language: Language): Promise<Words> {
  return language === "zh" ? zh : (await import("./en.ts")).en;
}

/** Sentences with their values filled in: `{name}` stands for a value. */
export function sayIn(words: Words): Say {
  return (word, values = {}) => words[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The language chosen on this phone; Chinese until somebody chose. */
export function chosenLanguage(): Language {
  return localStorage.getItem(KEPT) === "en" ? "en" : "zh";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

/** One of the words that come with data, like `{zh, en}` of a question. */
export function either(words: Record<string, string> | null | undefined, language: Language): string {
  return words?.[language] || words?.zh || "";
}
