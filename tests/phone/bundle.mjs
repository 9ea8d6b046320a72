// Bundles the phone's core, or another part of it, for a test page: node bundle.mjs OUTPUT [PART]
import { build } from "../../frontend/node_modules/rolldown/dist/index.mjs";

const [, , file, part = "phone.ts"] = process.argv;
const input = new URL(`../../frontend/src/phone/${part}`, import.meta.url).pathname;
await build({ input, logLevel: "silent", output: { file, format: "iife", name: "core", codeSplitting: false }, transform: { target: ["chrome80"] } });
