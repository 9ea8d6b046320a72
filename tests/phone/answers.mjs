// Answers what a test asks the phone's own functions: JSON lines of [function, ...arguments] in, one result a line out.
// Node takes the types off by itself; nothing is built.
import { createInterface } from "node:readline";
import { evaluate } from "../../frontend/src/phone/questions/conditions.ts";
import { idNumber } from "../../frontend/src/phone/questions/idNumber.ts";
import { judge } from "../../frontend/src/phone/questions/judging.ts";
import { upgrade } from "../../frontend/src/phone/questions/upgrading.ts";
import { count } from "../../frontend/src/phone/store/counting.ts";
import { riderOf, withOp } from "../../frontend/src/phone/store/trips.ts";
import { unfold } from "../../frontend/src/phone/sync/columns.ts";
import { householdsOf } from "../../frontend/src/phone/sync/households.ts";

const sections = new Map();
const functions = {
  evaluate,
  idNumber,
  count,
  trip: (trip, ops) => ops.reduce(withOp, trip),
  rider: (trip, code) => riderOf(trip, code)?.seat ?? null,
  unfold: (table) => unfold(table, () => ({})),
  households: householdsOf,
  section: (about, section) => sections.set(about, section) && null,
  judge: (about, facts, on) => judge(sections.get(about), facts, on),
  upgrade: (answers, steps, keys) => upgrade(answers, steps, new Set(keys)),
};
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(functions[name](...given))}\n`);
}
