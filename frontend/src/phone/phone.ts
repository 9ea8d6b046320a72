/** The core of the offline client as its pages see it. */

import { judge } from "./questions/judging.ts";
import { Refused } from "./refused.ts";
import { bearers } from "./store/bearers.ts";
import { carryOf } from "./store/carrying.ts";
import { Entry } from "./store/entry.ts";
import { factsOf, judged } from "./store/households.ts";
import { listed } from "./store/listing.ts";
import { record, recordPicture, recordSigned } from "./store/recording.ts";
import { fetchMe, fetchPackages } from "./sync/fetching.ts";
import { troubleOf } from "./sync/sending.ts";
import { sync } from "./sync/sync.ts";
import type * as t from "./types.ts";

export { idNumber } from "./questions/idNumber.ts";
export type * from "./types.ts";
export { judge, judged, Refused };

const LONGEST_WAIT = 600_000;

export function openPhone(options: t.Options = {}): t.Phone {
  return new Core(options);
}

class Core extends Entry implements t.Phone {
  #syncing: Promise<t.SyncResult> | null = null;
  #next: Promise<t.SyncResult> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: t.Options) {
    super(options);
    addEventListener("online", () => this.#later(0));
  }

  protected override close(): void {
    clearTimeout(this.#again);
    super.close();
  }

  async officer(): Promise<t.Officer> {
    const { officer, device, villages } = this.parts().shelf.session;
    return { name: officer, device, villages };
  }

  async download(onProgress: (progress: t.Progress) => void = () => {}): Promise<void> {
    const parts = this.parts();
    await this.reach(async () => {
      await fetchMe(parts);
      await fetchPackages(parts, onProgress);
    });
    this.tell("changed");
  }

  async list(filter: t.Filter): Promise<t.ListRow[]> {
    const { shelf } = this.parts();
    return listed(shelf.rows(), filter, shelf.surveys(), shelf.today());
  }

  household = async (uuid: string): Promise<t.Household> => this.parts().shelf.household(uuid);
  bearers = async (number: string): Promise<t.Bearer[]> => {
    const { shelf } = this.parts();
    return bearers(shelf, number, shelf.today());
  };
  isStocked = async (): Promise<boolean> => this.parts().shelf.villages.size > 0;
  surveys = async (): Promise<t.Survey[]> => this.parts().shelf.surveys();
  today = async (): Promise<string> => this.parts().shelf.today();
  clock = async (): Promise<number> => this.now() + (this.parts().shelf.session.skew ?? 0);
  facts = factsOf;

  async questions(digest: string): Promise<t.QuestionSheet> {
    const found = await this.parts().shelf.sheet(digest);
    if (!found) throw new Refused("gone");
    return found;
  }

  async places(village: string): Promise<t.Json> {
    return (await this.parts().store.read<t.Json>(`places:${village}`)) ?? null;
  }

  async carry(village: string): Promise<(t.Carry & t.Done) | null> {
    return carryOf(this.parts().store, village);
  }

  async carried(): Promise<t.Place[]> {
    return [...this.parts().shelf.villages.values()].filter((one) => one.pack).map((one) => one.place);
  }

  async trips(): Promise<t.Trip[]> {
    const { store, shelf } = this.parts();
    const { tripsIn } = await import("./store/trips.ts");
    return tripsIn(store, shelf.villages.keys());
  }

  async calls(): Promise<t.Calls[]> {
    const { store, shelf } = this.parts();
    const { callsIn } = await import("./store/contacts.ts");
    return callsIn(store, shelf.villages.keys());
  }

  async classes(): Promise<t.ClassHere[]> {
    const { store, shelf } = this.parts();
    const { classesIn } = await import("./store/classes.ts");
    return classesIn(store, shelf.villages.keys());
  }

  async duty(): Promise<t.Duty[]> {
    const { store, shelf } = this.parts();
    const { dutyIn } = await import("./store/duty.ts");
    return dutyIn(store, shelf.villages.keys());
  }

  async money(): Promise<t.Money[]> {
    const { store, shelf } = this.parts();
    const { moneyIn } = await import("./store/money.ts");
    return moneyIn(store, shelf.villages.keys());
  }

  async draft(task: string, person: string | null): Promise<t.Draft | undefined> {
    return this.parts().drafts.find(task, person);
  }

  async saveDraft(draft: t.Draft): Promise<void> {
    return this.parts().drafts.save(draft.task, draft.person, draft);
  }

  async dropDraft(task: string, person: string | null): Promise<void> {
    return this.parts().drafts.save(task, person, null);
  }

  async drafts(task?: string): Promise<t.Draft[]> {
    return this.parts().drafts.all(task);
  }

  async record(kind: t.Kind, body: t.Body): Promise<t.Op> {
    const { store, shelf, drafts } = this.parts();
    if (body.task) await drafts.stop(String(body.task), typeof body.person === "string" ? body.person : null);
    const op = await store.alone(() => record(store, shelf, kind, body, this.now()));
    this.#recorded();
    return op;
  }

  async picture(
    task: string,
    person: string | null,
    purpose: "photo" | "signature" | "paper",
    blob: Blob,
  ): Promise<void> {
    const { store, shelf } = this.parts();
    await store.alone(() => recordPicture(store, shelf, { task, person, purpose }, blob, this.now()));
    this.#recorded();
  }

  async sign(kind: t.Kind, body: t.Body, signature: Blob): Promise<t.Op> {
    const { store, shelf } = this.parts();
    const op = await store.alone(() => recordSigned(store, shelf, kind, body, signature, this.now()));
    this.#recorded();
    return op;
  }

  #recorded(): void {
    this.tell("changed");
    if (navigator.onLine) this.#later(2 * this.patience);
  }

  async counts(village?: string, survey?: string): Promise<t.Counts> {
    const { shelf } = this.parts();
    const rows = village ? shelf.rows().filter((row) => row.village === village) : shelf.rows();
    const groups = [...shelf.villages].filter(([key]) => !village || key === village).flatMap(([, v]) => v.groups);
    const { count } = await import("./store/counting.ts");
    return count(rows, groups, survey ?? null);
  }

  /** One at a time. What goes on began before this was asked for, so it is followed by one more, shared by all who ask. */
  sync(onProgress: (progress: t.Progress) => void = () => {}): Promise<t.SyncResult> {
    if (this.#syncing) {
      const again = (before?: t.SyncResult) => {
        this.#next = null;
        return before?.why === "wiped" ? before : this.sync(onProgress);
      };
      this.#next ??= this.#syncing.then(again, () => again());
      return this.#next;
    }
    this.#syncing = this.#sync(onProgress).finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #sync(tell: (progress: t.Progress) => void): Promise<t.SyncResult> {
    const parts = this.open;
    if (!parts) return { ok: false, why: "locked", sent: 0, waiting: 0, trouble: 0, changed: 0 };
    clearTimeout(this.#again);
    try {
      const { wipe, result } = await sync(parts, tell);
      if (wipe) await this.wipeFor(wipe);
      else this.#after(result);
      return result;
    } catch (error) {
      // Locked or wiped meanwhile: whatever it was doing is of no use any more.
      if (this.open !== parts) return { ok: false, why: "locked", sent: 0, waiting: 0, trouble: 0, changed: 0 };
      throw error;
    }
  }

  /** For ever, less and less often, and at once when the network comes back. */
  #after(result: t.SyncResult): void {
    this.tell("synced");
    this.#failures = result.ok ? 0 : this.#failures + 1;
    if (result.why === "offline" || result.why === "busy") {
      const pause = Math.min(LONGEST_WAIT, 10 * this.patience * 2 ** Math.min(this.#failures, 10));
      this.#later(pause * (0.5 + Math.random()));
    }
  }

  #later(milliseconds: number): void {
    clearTimeout(this.#again);
    if (this.open) this.#again = setTimeout(() => void this.sync(), milliseconds);
  }

  async outbox(): Promise<t.OutboxRow[]> {
    const { outbox, shelf } = this.parts();
    const rows = await outbox.unfinished();
    const shown = rows.map(async ({ row, kept: { op, household, result } }): Promise<t.OutboxRow> => {
      const { seq, id, at, kind } = op;
      const troubles = household && shelf.row(household)?.trouble ? (await shelf.household(household)).trouble : [];
      // What is about no household keeps what the county said of it in its own row.
      const own = row.state === "trouble" && result && !household ? troubleOf(op, result) : null;
      const trouble = troubles?.find((one) => one.op === id) ?? own;
      return { seq, id, at, kind, household, state: row.state, trouble };
    });
    return (await Promise.all(shown)).reverse();
  }

  async contact(): Promise<t.Contact> {
    const { shelf, store } = this.parts();
    const { last, receipt } = shelf.session;
    const oldest = await store.db.outbox.where("state").equals("waits").first();
    return {
      last: last === null ? null : new Date(last).toISOString(),
      waitsSince: oldest ? new Date(oldest.at).toISOString() : null,
      kept: (await navigator.storage?.persisted?.()) ?? false,
      made: await store.lastSeq(),
      arrived: receipt?.upto ?? 0,
    };
  }

  async exportOutbox(passphrase: string): Promise<Blob> {
    const { store, shelf, outbox } = this.parts();
    const { exported } = await import("./store/exporting.ts");
    return exported(store, outbox, shelf.session, passphrase, this.now());
  }
}
