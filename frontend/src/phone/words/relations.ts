/** Relations to the head of the household (GB/T 4761), in the short list of the register (people/codes). */

import type { Language } from "./index.ts";

const RELATIONS: [string, string, string][] = [
  ["02", "户主", "head of household"],
  ["10", "配偶", "spouse"],
  ["20", "子", "son"],
  ["30", "女", "daughter"],
  ["38", "儿媳", "daughter-in-law"],
  ["28", "女婿", "son-in-law"],
  ["51", "父亲", "father"],
  ["52", "母亲", "mother"],
  ["41", "孙子", "grandson"],
  ["42", "孙女", "granddaughter"],
  ["43", "外孙子", "grandson (daughter's side)"],
  ["44", "外孙女", "granddaughter (daughter's side)"],
  ["53", "公公", "father-in-law (husband's)"],
  ["54", "婆婆", "mother-in-law (husband's)"],
  ["55", "岳父", "father-in-law (wife's)"],
  ["56", "岳母", "mother-in-law (wife's)"],
  ["61", "祖父", "grandfather"],
  ["62", "祖母", "grandmother"],
  ["70", "兄弟姐妹", "brother or sister"],
  ["97", "其他亲属", "other relative"],
  ["99", "非亲属", "not related"],
];

export function relationInWords(code: string, language: Language): string {
  const found = RELATIONS.find(([one]) => one === code);
  return found?.[language === "zh" ? 1 : 2] ?? "";
}

/** Those a newcomer can have; the head is there already. */
export function relations(language: Language): { key: string; name: string }[] {
  return RELATIONS.filter(([code]) => code !== "02").map(([key, zh, en]) => ({
    key,
    name: language === "zh" ? zh : en,
  }));
}
