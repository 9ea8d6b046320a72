/** Drawings ECharts has not: tiles with a state, and bars with a tick for where they should have come to. */

import { type Drawing, type Render, type Series, type Shape, sizeOf } from "./drawing.ts";
import { flowmap } from "./flowmap.ts";

export type { Drawing } from "./drawing.ts";

export interface TileDatum {
  value: number[];
  name: string;
  figure: string;
  word: string;
  shape: string;
  fill: string;
  line: string;
  ink: string;
}

export interface BulletDatum {
  value: (number | null)[];
  name: string;
  figure: string;
  word: string;
  shape: string;
  ink: string;
}

/** Pixels up to which a place counts as narrow; the server's options have the same number. */
export const NARROW = 460;
/** Pixels a row needs for a name on two lines, its number and its bar. */
const NARROW_ROW = 70;
const GAP = 3;
const SMALL = 116;

/** A tile: the name, the number, and the state as a word with a shape. `value` is [column, row]. */
function tiles(series: Series, { font, scale }: Drawing): Render {
  return (params, api) => {
    const datum = series.data[params.dataIndex] as TileDatum;
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    const [across = 0, down = 0] = sizeOf(api, [1, 1]);
    const width = across - GAP * 2;
    const height = down - GAP * 2;
    const left = x - width / 2;
    const top = y - height / 2;
    const isSmall = width < SMALL * scale;
    const pad = (isSmall ? 6 : 10) * scale;
    const inner = width - pad * 2;
    const line = (text: string, at: number, px: number, weight: number, fill: string, indent = 0): Shape => ({
      type: "text",
      x: left + pad + indent,
      y: top + at * height,
      style: {
        text,
        fill,
        font: `${weight} ${px}px ${font}`,
        verticalAlign: "middle",
        width: inner - indent,
        overflow: "truncate",
        ellipsis: "\u2026",
      },
    });
    const px = (isSmall ? 12 : 13) * scale;
    return {
      type: "group",
      children: [
        {
          type: "rect",
          shape: { x: left, y: top, width, height, r: 6 },
          style: { fill: datum.fill, stroke: datum.line, lineWidth: 1 },
        },
        line(datum.name, 0.22, px, 600, datum.ink),
        line(datum.figure, 0.51, px * 1.15, 650, datum.ink),
        mark(datum.shape, left + pad + px * 0.4, top + height * 0.8, px * 0.4, datum.line),
        line(datum.word, 0.8, px - scale, 400, datum.ink, px * 1.1),
      ],
    };
  };
}

/** A shape for each tone, each its own even at the size of a letter: disc, triangle, square, ring. */
function mark(shape: string, x: number, y: number, r: number, colour: string): Shape {
  if (shape === "triangle") {
    const points = [
      [x, y - r],
      [x + r, y + r * 0.8],
      [x - r, y + r * 0.8],
    ];
    return { type: "polygon", shape: { points }, style: { fill: colour } };
  }
  if (shape === "square") {
    const side = r * 1.7;
    return {
      type: "rect",
      shape: { x: x - side / 2, y: y - side / 2, width: side, height: side },
      style: { fill: colour },
    };
  }
  const ring = { type: "circle", shape: { cx: x, cy: y, r: r * 0.86 } };
  if (shape === "disc") return { ...ring, style: { fill: colour } };
  return { ...ring, style: { fill: "none", stroke: colour, lineWidth: 1.6 } };
}

/** A target: its name and its number on a line, the bar below, a tick where even work would have brought it.
 *
 * `value` is [share in percent, row, expected share in percent or null]. The axis of numbers ends at the target.
 */
function bullets(series: Series, { font, scale, colour }: Drawing): Render {
  return (params, api) => {
    const datum = series.data[params.dataIndex] as BulletDatum;
    const place = params.coordSys as unknown as { x: number; y: number; width: number };
    const [, row = 0] = sizeOf(api, [0, 1]);
    const [, middle = 0] = api.coord([0, api.value(1)]);
    const top = middle - row / 2;
    const right = place.x + place.width;
    // A narrow place has no room for name and number on one line: the name stands above, on two lines if need be. That
    // takes a high row; where rows are low, as on a big screen, the line is kept and its letters are made to fit.
    const isNarrow = place.width <= NARROW * scale && row >= NARROW_ROW * scale;
    const px = isNarrow ? 13 * scale : letters(series.data as BulletDatum[], place.width, row, scale);
    const [nameAt, numberAt, barAt, barHeight] = isNarrow ? [0.02, 0.56, 0.7, 0.15] : [0.3, 0.3, 0.56, 0.24];
    const text = (words: string, weight: number, more: Shape): Shape => ({
      text: words,
      fill: colour("ink"),
      font: `${weight} ${px}px ${font}`,
      verticalAlign: "middle",
      ...more,
    });
    const wordWidth = widthOf(datum.word) * px;
    const numberWidth = widthOf(datum.figure) * px;
    const room = isNarrow ? place.width : Math.max(place.width - wordWidth - numberWidth - px * 2.6, px * 4);
    const name = isNarrow
      ? { verticalAlign: "top", width: room, overflow: "break", lineHeight: px * 1.3 }
      : { width: room, overflow: "truncate", ellipsis: "\u2026" };
    const numberY = top + row * numberAt;
    const numberX = isNarrow ? place.x : right - wordWidth - px * 1.6;
    const bar = (width: number, fill: string): Shape => ({
      type: "rect",
      shape: { x: place.x, y: top + row * barAt, width, height: row * barHeight, r: 3 * scale },
      style: { fill },
    });
    const filled = (Number(api.value(0)) / 100) * place.width;
    const expected = datum.value[2];
    const children: Shape[] = [
      { type: "text", x: place.x, y: top + row * nameAt, style: text(datum.name, 400, name) },
      {
        type: "text",
        x: right,
        y: numberY,
        style: text(datum.word, 400, { fill: colour("ink-soft"), align: "right" }),
      },
      mark(datum.shape, right - wordWidth - px * 0.7, numberY, px * 0.42, datum.ink),
      { type: "text", x: numberX, y: numberY, style: text(datum.figure, 650, { align: isNarrow ? "left" : "right" }) },
      bar(place.width, colour("chart-bed")),
      bar(Math.max(filled, 0), colour("chart-main")),
    ];
    if (typeof expected === "number") {
      const x = place.x + (expected / 100) * place.width;
      children.push(tick(x, top + row * (barAt - 0.05), row * (barHeight + 0.1), scale, colour));
    }
    return { type: "group", children };
  };
}

/** Pixels of the letters of targets on one line each: as large as the rows and the longest words allow, never tiny. */
function letters(targets: BulletDatum[], width: number, row: number, scale: number): number {
  const lengths = targets.map((one) => widthOf(one.name) + widthOf(one.figure) + widthOf(one.word) + 2.6);
  const words = Math.max(...lengths);
  const wanted = Math.min(13 * scale, row * 0.34);
  return Math.max(Math.min(wanted, width / words), wanted * 0.75);
}

function tick(x: number, y: number, height: number, scale: number, colour: Drawing["colour"]): Shape {
  return {
    type: "line",
    shape: { x1: x, y1: y, x2: x, y2: y + height },
    style: { stroke: colour("ink"), lineWidth: 2 * scale },
  };
}

/** About how many letters' heights a text is wide: a Chinese character one, a Latin letter a little over half. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 1 : 0.58), 0);
}

const SHAPES: Record<string, (series: Series, drawing: Drawing) => Render> = { tiles, bullets, flowmap };

/** The drawing an option names. Throws for a name nobody knows: such an option is a mistake of ours. */
export function shape(name: string, series: Series, drawing: Drawing): Render {
  const make = SHAPES[name];
  if (!make) throw new Error(`no such shape: ${name}`);
  return make(series, drawing);
}
