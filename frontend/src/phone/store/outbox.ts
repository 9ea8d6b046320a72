/** The operations of this phone, in the order of their numbers, until a receipt has proven that the server has them. */

import type * as t from "../types.ts";
import type { Row } from "./database.ts";
import { bytesOf, sha256 } from "./sealing.ts";
import type { Kept, Store } from "./store.ts";

/** How long operations are kept after a receipt, for a server that was restored from an older backup. */
export const KEPT_FOR = 30 * 86_400_000;

export interface Waiting {
  row: Row;
  kept: Kept;
}

export class Outbox {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get #rows() {
    return this.#store.db.outbox;
  }

  /** What waits, oldest first, after a number; null: all. */
  async waiting(after = 0, most: number | null = null): Promise<Waiting[]> {
    const found = this.#behind(after);
    return this.#open(await (most === null ? found : found.limit(most)).toArray());
  }

  async #open(rows: Row[]): Promise<Waiting[]> {
    return Promise.all(rows.map(async (row) => ({ row, kept: await this.#store.kept(row) })));
  }

  /** Not proven yet, or in trouble. */
  async unfinished(): Promise<Waiting[]> {
    const open = await this.#rows.where("proven").equals(0).toArray();
    const trouble = await this.#rows.where("[proven+state]").equals([1, "trouble"]).toArray();
    return this.#open([...open, ...trouble].filter((row) => row.box).sort((a, b) => a.seq - b.seq));
  }

  /** What is still held back behind a batch: how many, and since when by this phone. The township looks at it. */
  async unsentAfter(seq: number): Promise<{ count: number; since: string | null }> {
    const oldest = await this.#behind(seq).first();
    return {
      count: await this.#behind(seq).count(),
      since: oldest ? new Date(oldest.at).toISOString() : null,
    };
  }

  #behind(seq: number) {
    return this.#rows.where("[state+seq]").between(["waits", seq + 1], ["waits", Number.MAX_SAFE_INTEGER]);
  }

  waitingCount = (): Promise<number> => this.#rows.where("state").equals("waits").count();
  troubleCount = (): Promise<number> => this.#rows.where("state").equals("trouble").count();
  unprovenCount = (): Promise<number> => this.#rows.where("proven").equals(0).count();

  /** All that is kept is sent again, with the numbers it had. */
  async replay(): Promise<void> {
    await this.#rows.filter((row) => row.box !== null).modify({ state: "waits", proven: 0 });
  }

  /** What the server has by its word and not by its receipt is sent again. */
  async resendUnproven(): Promise<number> {
    const unproven = this.#rows
      .where("proven")
      .equals(0)
      .and((row) => row.box !== null && row.state !== "waits");
    return unproven.modify({ state: "waits" });
  }

  /** Trouble that a later operation about the same has ended. */
  async settle(ids: string[]): Promise<void> {
    if (ids.length) await this.#rows.where("id").anyOf(ids).modify({ state: "sent" });
  }

  /** Whether the server's receipt is about our operations: "unknown" when it names more than were ever made here. */
  async verify(receipt: t.Receipt): Promise<"true" | "false" | "unknown"> {
    const ids: string[] = [];
    await this.#rows
      .where("seq")
      .belowOrEqual(receipt.upto)
      .each((row) => ids.push(row.id));
    if (ids.length < receipt.upto) return "unknown";
    return (await sha256(bytesOf(ids.join("")))) === receipt.digest ? "true" : "false";
  }

  /** A verified receipt ends the waiting for these, and bodies older than 30 days go. */
  async prove(upto: number, now: number): Promise<void> {
    const { db } = this.#store;
    await db.transaction("rw", db.outbox, async () => {
      await this.#rows
        .where("proven")
        .equals(0)
        .and((row) => row.seq <= upto && row.state !== "waits")
        .modify({ proven: 1 });
      await this.#rows
        .where("[proven+state]")
        .equals([1, "sent"])
        .and((row) => row.box !== null && row.at < now - KEPT_FOR)
        .modify({ box: null });
    });
  }
}
