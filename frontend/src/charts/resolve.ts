/** From the plain option of the server to one ECharts draws: tokens become colours, names become functions.
 *
 * Only under the keys below is a text more than a text, so that no name of a place can become anything else.
 */

import { formats } from "./formats.ts";
import { type Drawing, shape } from "./shapes.ts";

export interface Setting extends Drawing {
  /** Tag of the language, for example "zh-Hans". */
  language: string;
}

type Plain = { [key: string]: unknown };

const COLOURS = new Set(["color", "borderColor", "backgroundColor", "fill", "line", "ink"]);
// What grows with the scale: letters, and the room and strokes that belong to them.
const LENGTHS = new Set(
  "fontSize lineHeight barWidth barMaxWidth symbolSize itemWidth itemHeight itemGap width left right top".split(" "),
);
const TOKEN = /^token:([a-z0-9-]+)$/;
const FUNCTION = /^fn:([a-z]+)$/;

export function resolve(option: Plain, setting: Setting): Plain {
  const named = formats(setting.language);

  const text = (key: string, value: string): unknown => {
    const token = COLOURS.has(key) ? TOKEN.exec(value)?.[1] : undefined;
    if (token) return setting.colour(token);
    const name = key === "formatter" ? FUNCTION.exec(value)?.[1] : undefined;
    return name ? (named[name] ?? value) : value;
  };
  const walk = (key: string, value: unknown): unknown => {
    if (typeof value === "string") return text(key, value);
    if (typeof value === "number") return LENGTHS.has(key) ? value * setting.scale : value;
    if (Array.isArray(value)) return value.map((one) => walk(key, one));
    if (value === null || typeof value !== "object") return value;
    const done = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(k, v)]));
    const drawing = done.renderItem;
    if (typeof drawing === "string" && Array.isArray(done.data)) {
      done.renderItem = shape(drawing.replace("fn:", ""), done as { data: unknown[] }, setting);
    }
    return done;
  };

  const resolved = walk("", option) as Plain;
  return { ...resolved, animation: false, textStyle: { ...(resolved.textStyle as Plain), fontFamily: setting.font } };
}
