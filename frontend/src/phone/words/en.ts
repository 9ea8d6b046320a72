/** The English words of the phone client: each of the words of `zh.ts`. */

import { closed } from "./en-closed.ts";
import { visit } from "./en-visit.ts";
import type { Word } from "./index.ts";

export const en: Record<Word, string> = { ...closed, ...visit };
