/** The four first pages, under the thumb. */

import type { Word } from "../words/index.ts";
import { useApp } from "./app.ts";
import { Icon, type IconName } from "./icons.tsx";

const PAGES: [string, Word, IconName][] = [
  ["", "list", "list"],
  ["figures", "figures", "figures"],
  ["send", "send", "send"],
  ["settings", "settings", "settings"],
];

export function Nav({ at }: { at: string }) {
  const { say, go } = useApp();
  return (
    <nav class="nav" aria-label={say("pages")}>
      {PAGES.map(([page, word, icon]) => (
        <button
          type="button"
          key={page}
          aria-current={page === at ? "page" : undefined}
          onClick={() => go(...(page ? [page] : []))}
        >
          <Icon name={icon} />
          <span>{say(word)}</span>
        </button>
      ))}
    </nav>
  );
}
