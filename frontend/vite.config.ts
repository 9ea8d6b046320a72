/** Builds the pages' scripts and styles into the `web` app. Nothing is fetched when a page is shown. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { iconSprite } from "./sprite.ts";

const repository = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  // The repository is the root, so that the manifest names entries as they stand in the tree: "frontend/src/main.ts".
  root: repository,
  base: "/static/dist/",
  publicDir: false,
  cacheDir: "frontend/node_modules/.vite",
  plugins: [iconSprite()],
  build: {
    outDir: "gangqiao/web/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    // The security policy forbids `data:` for scripts and fonts; small files stay files.
    assetsInlineLimit: 0,
    target: "es2020",
    // Tabler needs color-mix() anyway; older targets turn each of its rules into three.
    cssTarget: "chrome111",
    rollupOptions: { input: ["frontend/src/main.ts", "frontend/src/charts.ts", "frontend/src/screens.ts"] },
  },
});
