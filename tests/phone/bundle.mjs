// Bundles the phone's core for a test page: node bundle.mjs OUTPUT
import { build } from "../../frontend/node_modules/rolldown/dist/index.mjs";

const [, , file] = process.argv;
const input = new URL("../../frontend/src/phone/phone.ts", import.meta.url).pathname;
await build({ input, logLevel: "silent", output: { file, format: "iife", name: "core" }, transform: { target: ["chrome80"] } });
