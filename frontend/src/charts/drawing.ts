/** What every drawing of ours is made with. */

import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts/types/dist/shared";

export interface Series {
  data: unknown[];
}

export interface Drawing {
  /** Font families, first choice first. */
  font: string;
  /** How much larger than on a desk everything is drawn; 1 on a page. */
  scale: number;
  /** The colour of a token of the theme. */
  colour: (token: string) => string;
}

export type Shape = Record<string, unknown>;
export type Render = (params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => unknown;

/** The pixels of so many steps along both axes. */
export function sizeOf(api: CustomSeriesRenderItemAPI, steps: number[]): number[] {
  const size = api.size?.(steps);
  return Array.isArray(size) ? size : [];
}
