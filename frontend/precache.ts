/** The files a phone keeps so that it opens without signal, for the service worker: `import list from "virtual:precache"`. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

type Chunk = { file: string; css?: string[] };

const NAME = "virtual:precache";
const BASE = "/static/dist/phone/";

export function precacheList(): Plugin {
  let manifest = "";
  return {
    name: "precache-list",
    configResolved(config) {
      manifest = resolve(config.root, config.build.outDir, "manifest.json");
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) {
        return undefined;
      }
      if (!existsSync(manifest)) {
        throw new Error(`${manifest} is missing: build the phone's pages first (vite.phone.config.ts).`);
      }
      const chunks: Chunk[] = Object.values(JSON.parse(readFileSync(manifest, "utf8")));
      const files = new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]));
      // Names carry the hash of the content, so no revision is needed.
      const entries = [...files].sort().map((file) => ({ url: BASE + file, revision: null }));
      return `export default ${JSON.stringify(entries)};`;
    },
  };
}
