/** Functions an option names by a string: an option is plain JSON, and the policy allows no code made of text. */

interface Point {
  data?: { says?: string };
  seriesName?: string;
  name?: string;
}

type Format = (value: unknown) => string;

const WAN = 10_000;

/** 155321 -> "155,321". */
function grouped(value: unknown): string {
  return String(Math.round(Number(value))).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** For the marks of an axis: round figures as officials say them in Chinese, grouped elsewhere. */
function round(language: string): Format {
  return (value) => {
    const number = Number(value);
    if (!language.startsWith("zh") || Math.abs(number) < WAN) return grouped(number);
    return `${Number((number / WAN).toFixed(2))}\u4e07`;
  };
}

/** 38.25 -> "38%". The values of such an axis are percent already. */
function percent(value: unknown): string {
  return `${Number(Number(value).toFixed(1))}%`;
}

/** What the server wrote for a point, or for all the points of a day; the server knows the language and the unit. */
function says(points: unknown): string {
  const all = (Array.isArray(points) ? points : [points]) as Point[];
  return [...new Set(all.map((point) => point.data?.says ?? "").filter(Boolean))].join("\n");
}

/** The functions by name. `language` is the tag of the page, for example "zh-Hans". */
export function formats(language: string): Record<string, Format> {
  return { grouped, round: round(language), percent, says };
}
