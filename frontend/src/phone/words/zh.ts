/** The Chinese words of the phone client: those a village officer says. Every word of the pages stands here. */

import { unlocking } from "./zh-closed.ts";
import { visiting } from "./zh-visit.ts";

export const zh = { ...unlocking, ...visiting } as const;
