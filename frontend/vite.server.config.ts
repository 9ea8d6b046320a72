/** Builds the file with which the server draws charts: one script, run by V8 inside the Python process. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  publicDir: false,
  cacheDir: "frontend/node_modules/.vite",
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: "gangqiao/web/static/dist",
    emptyOutDir: false,
    target: "es2020",
    lib: {
      entry: "frontend/src/charts-server.ts",
      formats: ["iife"],
      name: "charts",
      fileName: () => "charts-server.js",
    },
  },
});
