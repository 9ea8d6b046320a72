/** What lies sealed on the phone, and the one transaction in which it changes. */

import { Refused } from "../refused.ts";
import type * as t from "../types.ts";
import type { Box, Database, Row as OutRow } from "./database.ts";
import type { Keys } from "./sealing.ts";

/** An operation as it lies in the outbox. */
export interface Kept {
  op: t.Op;
  household: string | null;
  result?: t.OpResult;
}
/** What changes together. Boxes and drafts by what they are, not by their stored name; null takes away. */
export interface Change {
  boxes?: Map<string, unknown>;
  drafts?: Map<string, unknown>;
  outbox?: (Omit<OutRow, "box"> & { kept: Kept })[];
  pictures?: Map<string, Uint8Array<ArrayBuffer> | null>;
}

export class Store {
  readonly db: Database;
  readonly keys: Keys;
  #last: Promise<unknown> = Promise.resolve();

  constructor(db: Database, keys: Keys) {
    this.db = db;
    this.keys = keys;
  }

  /** Read, think and write without anybody in between. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => {});
    return mine;
  }

  async read<T>(of: string, table: "boxes" | "drafts" = "boxes"): Promise<T | undefined> {
    const name = await this.keys.name(of);
    const found = await this.db[table].get(name);
    return found && this.keys.unseal<T>(found.box, name);
  }

  async readAll<T>(table: "drafts"): Promise<T[]> {
    return Promise.all((await this.db[table].toArray()).map(({ name, box }) => this.keys.unseal<T>(box, name)));
  }

  /** All of it or nothing; resolves when it is on the disk. Raises Refused "again" when a number is taken. */
  async write(change: Change): Promise<void> {
    // Sealed before the transaction: one that waits for anything but the database ends by itself.
    const boxes = await this.#seal(change.boxes);
    const drafts = await this.#seal(change.drafts);
    const pictures = await this.#seal(change.pictures, this.keys.sealBytes);
    const rows = await Promise.all(
      (change.outbox ?? []).map(async ({ kept, ...row }) => ({ ...row, box: await this.keys.seal(kept, row.id) })),
    );
    const { db } = this;
    await db.transaction("rw", [db.boxes, db.drafts, db.outbox, db.pictures], async () => {
      for (const row of rows) {
        const there = await db.outbox.get(row.seq);
        if (there && there.id !== row.id) throw new Refused("again");
        await db.outbox.put(row);
      }
      await put(db.boxes, boxes);
      await put(db.drafts, drafts);
      await put(db.pictures, pictures);
    });
  }

  async kept(row: OutRow): Promise<Kept> {
    return this.keys.unseal<Kept>(row.box as Uint8Array<ArrayBuffer>, row.id);
  }

  async lastSeq(): Promise<number> {
    return Number((await this.db.outbox.toCollection().lastKey()) ?? 0);
  }

  async #seal<T>(
    changed: Map<string, T | null> | undefined,
    seal: (value: T, name: string) => Promise<Uint8Array<ArrayBuffer>> = this.keys.seal,
  ): Promise<[Box[], string[]]> {
    const gone: string[] = [];
    const sealed = await Promise.all(
      [...(changed ?? [])].map(async ([of, value]) => {
        const name = await this.keys.name(of);
        if (value !== null) return { name, box: await seal(value, name) };
        gone.push(name);
        return null;
      }),
    );
    return [sealed.filter((box) => box !== null), gone];
  }
}

async function put(
  table: Database["boxes"] | Database["drafts"] | Database["pictures"],
  [boxes, gone]: [Box[], string[]],
): Promise<void> {
  if (boxes.length) await table.bulkPut(boxes);
  if (gone.length) await table.bulkDelete(gone);
}
