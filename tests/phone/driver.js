// What the tests do with the phone's core in a page, in the place of the pages of the client.
let later = 0;
const phone = core.openPhone({ patience: 5, now: () => Date.now() + later });
const heard = [];
for (const event of ["changed", "synced", "wiped", "locked"]) phone.on(event, (why) => heard.push(why ? `${event} ${why}` : event));
const PIN = "271828";

/** Whole without a word until the phone does it: the network of these tests is broken. */
async function insist(work) {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!["offline", "busy"].includes(error.message)) throw error;
    }
  }
}

async function begin(code = "CODE") {
  await phone.enrol(code);
  await phone.choosePin(PIN);
  await insist(() => phone.download());
}

/** No syncing by itself after recording: what is sent when is the test's own. */
const quiet = () => Object.defineProperty(navigator, "onLine", { get: () => false, configurable: true });

async function unlock(pin = PIN) {
  const said = await phone.unlock(pin);
  if (!said.ok) throw new Error(JSON.stringify(said));
}

/** Record operations until `upto` have been, each acknowledged to the test once it is on the disk. */
async function capture(upto) {
  const rows = await phone.list({ part: "all" });
  const survey = (await phone.surveys())[0];
  for (let n = (await made()) + 1; n <= upto; n++) {
    const row = rows[(n * 7) % rows.length];
    const household = await phone.household(row.uuid);
    const person = household.persons[n % household.persons.length].uuid;
    const { task } = household.tasks[0];
    const answers = { "person.phone": `139${String(n).padStart(8, "0")}`, "own.n": n };
    const more = { questions: survey.questions, notice_version: 1, collected_at: new Date().toISOString() };
    const op = await phone.record("surveys.answers", { task, person, answers, ...more });
    await fetch("/acknowledged/", { method: "POST", body: JSON.stringify(op) });
  }
}

/** The last operation's answers once more. */
async function again() {
  const [{ household }] = await phone.outbox();
  const { tasks, persons } = await phone.household(household);
  const person = persons.find(({ asked }) => asked.length) ?? persons[1];
  await phone.record("surveys.answers", { task: tasks[0].task, person: person.uuid, answers: { "own.n": 2 } });
}

/** Somebody was at the first household. Gives its task as the list has it then. */
async function visit(outcome, visits) {
  const [{ uuid, tasks }] = await phone.list({ part: "all" });
  await phone.record("surveys.submit", { task: tasks[0].task, outcome, visits, note: "", double_of: "" });
  return (await phone.household(uuid)).tasks[0];
}

/** How many operations there are, from the table itself. */
async function made() {
  return new Promise((resolve) => {
    indexedDB.open("gangqiao-phone").onsuccess = ({ target: { result: db } }) => {
      db.transaction("outbox").objectStore("outbox").count().onsuccess = ({ target }) => {
        db.close();
        resolve(target.result);
      };
    };
  });
}

/** Sync until a receipt has proven everything. */
async function syncAll() {
  for (;;) {
    const result = await phone.sync();
    if (result.ok && !result.waiting && !(await phone.outbox()).length) return result;
    if (result.why && !["offline", "busy"].includes(result.why)) return result;
  }
}

/** Capture and sync at once; with `forever`, sync on after the last capture, until the browser is killed. */
async function work(upto, forever = false) {
  let busy = true;
  const syncing = (async () => {
    while (busy) await phone.sync();
  })();
  await capture(upto);
  busy = forever;
  await syncing;
}

/** Type letter by letter, each change saved as the page does. */
async function type() {
  const [row] = await phone.list({ part: "all" });
  const draft = { task: row.tasks[0].task, person: null, answers: { "person.name": "" }, notice_version: 1 };
  for (;;) {
    draft.answers["person.name"] += "字";
    await phone.saveDraft(draft);
    await fetch("/acknowledged/", { method: "POST", body: JSON.stringify({ saved: draft.answers["person.name"] }) });
  }
}

async function draftOfFirst() {
  const [row] = await phone.list({ part: "all" });
  return phone.draft(row.tasks[0].task, null);
}

/** Everything that any store of this origin holds, as bytes turned into text. */
async function raw() {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
  }
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        db.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => resolve(target.result);
      });
      for (const row of rows) found.push(...Object.entries(row).map(([key, value]) => `${store}.${key} ${textOf(value)}`));
    }
    db.close();
  }
  return found;
}

function textOf(value) {
  if (!(value instanceof Uint8Array)) return String(value);
  return `${new TextDecoder().decode(value)} ${new TextDecoder("utf-16le").decode(value)}`;
}
