/** Builds the phone client: what a village officer carries into the hills. The shell of `/phone/` names its files. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const repository = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  root: repository,
  base: "/static/dist/phone/",
  publicDir: false,
  cacheDir: "frontend/node_modules/.vite-phone",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "gangqiao/web/static/dist/phone",
    emptyOutDir: true,
    manifest: "manifest.json",
    // The security policy forbids `data:` for scripts and fonts; small files stay files.
    assetsInlineLimit: 0,
    // Phones of 2017 still get a browser of these years.
    target: ["es2020", "chrome80"],
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["frontend/src/phone/main.tsx"] },
  },
});
