/** Builds the phone's service worker: one script, with the list of the files that `vite.phone.config.ts` built before. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { precacheList } from "./precache.ts";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  publicDir: false,
  cacheDir: "frontend/node_modules/.vite-worker",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [precacheList()],
  build: {
    outDir: "gangqiao/web/static/dist/phone",
    emptyOutDir: false,
    target: ["es2020", "chrome80"],
    lib: {
      entry: "frontend/src/phone/worker.ts",
      formats: ["iife"],
      name: "worker",
      fileName: () => "worker.js",
    },
  },
});
