/** From where to where people go: tiles on the left, ends on the right, bands between them.
 *
 * Across, the server's numbers are thousandths of the width; down, they are pixels of a drawing of its own height.
 */

import { type Drawing, type Render, type Series, type Shape, sizeOf } from "./drawing.ts";

interface Place {
  part: "tile" | "end";
  value: [number, number];
  name: string;
  figure: string;
  size: [number, number];
  fill: string;
  line?: string;
  ink: string;
}

interface Band {
  part: "band";
  value: [number, number];
  thick: number;
  /** Pixels from the left side of the tile to the middle of the band. */
  inset: number;
  /** Where it runs to the right, from where on it bends, and where it ends. */
  lane: number;
  bend: number;
  to: [number, number];
  line: string;
}

export function flowmap(series: Series, drawing: Drawing): Render {
  return (params, api) => {
    const datum = series.data[params.dataIndex] as Place | Band;
    // A whole drawing that is lower or higher than its own height is scaled down or up, its bands with it.
    const [across = 1, down = 1] = sizeOf(api, [1, 1]);
    const at = (x: number, y: number): [number, number] => {
      const [left = 0, top = 0] = api.coord([x, y]);
      return [left, top];
    };
    if (datum.part === "band") return band(datum, at, Math.abs(down));
    const [x, y] = at(...datum.value);
    const [width, height] = [datum.size[0] * Math.abs(across), datum.size[1] * Math.abs(down)];
    if (datum.part === "tile") return tile(datum, x, y, width, height, drawing);
    return end(datum, x, y, width, height, drawing, at(1000, 0)[0]);
  };
}

/** Down from its tile, to the right in its lane, then in a bend to its end; a line as thick as it has people. */
function band(datum: Band, at: (x: number, y: number) => [number, number], down: number): Shape {
  const [left, top] = at(...datum.value);
  const x = left + datum.inset * down;
  const [bend, lane] = at(datum.bend, datum.lane);
  const [endX, endY] = at(...datum.to);
  const corner = Math.min(Math.max((datum.thick * down) / 2 + 2, 5), Math.max(lane - top, 1));
  const middle = (bend + endX) / 2;
  const pathData = [
    `M${x} ${top}L${x} ${lane - corner}Q${x} ${lane} ${x + corner} ${lane}`,
    `L${bend} ${lane}C${middle} ${lane} ${middle} ${endY} ${endX} ${endY}`,
  ].join("");
  const style = { fill: "none", stroke: datum.line, lineWidth: Math.max(datum.thick * down, 1), opacity: 0.72 };
  return { type: "path", shape: { pathData }, style, emphasis: { style: { opacity: 1 } } };
}

function tile(datum: Place, x: number, y: number, width: number, height: number, { font, scale }: Drawing): Shape {
  const px = (width < 84 * scale ? 11 : 13) * scale;
  const pad = 6 * scale;
  const words = (text: string, share: number, weight: number): Shape => ({
    type: "text",
    x: x + pad,
    y: y + share * height,
    style: {
      text,
      fill: datum.ink,
      font: `${weight} ${px}px ${font}`,
      verticalAlign: "middle",
      width: width - pad * 2,
      overflow: "truncate",
      ellipsis: "\u2026",
    },
  });
  return {
    type: "group",
    children: [
      {
        type: "rect",
        shape: { x, y, width, height, r: 5 },
        style: { fill: datum.fill, stroke: datum.line, lineWidth: 1 },
      },
      words(datum.name, datum.figure ? 0.3 : 0.5, datum.figure ? 600 : 400),
      words(datum.figure, 0.72, 650),
    ],
  };
}

function end(
  datum: Place,
  x: number,
  y: number,
  width: number,
  height: number,
  { font, scale, colour }: Drawing,
  right: number,
): Shape {
  const px = 13 * scale;
  const left = x + width + 8 * scale;
  const words = (text: string, lines: number, weight: number, fill: string): Shape => ({
    type: "text",
    x: left,
    y: y + height / 2 + lines * px * 0.7,
    style: {
      text,
      fill,
      font: `${weight} ${px}px ${font}`,
      verticalAlign: "middle",
      width: Math.max(right - left, px),
      overflow: "truncate",
      ellipsis: "\u2026",
    },
  });
  return {
    type: "group",
    children: [
      { type: "rect", shape: { x, y, width, height, r: 2 }, style: { fill: datum.fill } },
      words(datum.name, -1, 600, datum.ink),
      words(datum.figure, 1, 400, colour("ink-soft")),
    ],
  };
}
