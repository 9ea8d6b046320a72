/** Gathers the icons named in `src/icons.json` into one file, `icons.svg`, shown by `<use href="...#name">`. */

import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const NAMES = new URL("./src/icons.json", import.meta.url);
const OUTLINE = new URL("./node_modules/@tabler/icons/icons/outline/", import.meta.url);

export function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    generateBundle() {
      const names: string[] = JSON.parse(readFileSync(NAMES, "utf8"));
      const symbols = [...names].sort().map(symbol).join("\n");
      const source = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}

/** One icon as a symbol. A name that Tabler does not have stops the build: a missing icon would show as nothing. */
function symbol(name: string): string {
  const svg = readFileSync(new URL(`${name}.svg`, OUTLINE), "utf8");
  const paths = [...svg.matchAll(/<path d="[^"]*"\s*\/>/g)].map((match) => match[0]);
  const drawn = paths.filter((path) => !path.includes("M0 0h24v24H0z"));
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${drawn.join("")}</symbol>`
  );
}
