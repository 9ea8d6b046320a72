// Judges answers as the phone does: node judge.mjs JUDGING_TS < {"section", "cases": [{"facts", "on"}]}
import { readFileSync } from "node:fs";

const { judge } = await import(process.argv[2]);
const { section, cases } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(({ facts, on }) => judge(section, facts, on))));
