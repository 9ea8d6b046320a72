/** The same charts drawn without a browser, for Word and PDF: one file for an engine that has no DOM and no modules. */

import { echarts } from "./charts/library.ts";
import { resolve } from "./charts/resolve.ts";

interface Wish {
  option: Record<string, unknown>;
  width: number;
  height: number;
  language: string;
  font: string;
  tokens: Record<string, string>;
}

/** SVG as text. Throws for an option that names a colour or a drawing nobody knows. */
function drawChart(wish: Wish): string {
  const colour = (token: string): string => {
    const found = wish.tokens[token];
    if (!found) throw new Error(`no such colour: ${token}`);
    return found;
  };
  const setting = { language: wish.language, font: wish.font, scale: 1, colour };
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: wish.width, height: wish.height });
  try {
    chart.setOption(resolve(wish.option, setting));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

(globalThis as unknown as Record<string, unknown>).drawChart = (wish: string): string =>
  drawChart(JSON.parse(wish) as Wish);
