/** The tables in IndexedDB. Plain in them: counters, numbers made by chance, instants. All else is sealed. */

import { Dexie, type EntityTable } from "dexie";
import type { Bytes } from "./sealing.ts";

/**
 * The door. wrapped: the data key, null until a PIN is chosen; session: what enrolling gave, under the device's key
 * until then; tries: wrong PINs since the last right one, tried_at: the last, by this phone; wiping: all must go.
 */
export interface Door {
  key: "door";
  device: CryptoKey;
  salt: Bytes;
  iterations: number;
  wrapped: Bytes | null;
  session: Bytes | null;
  tries: number;
  tried_at: number;
  wiping?: true;
}
export interface Box {
  name: string;
  box: Bytes;
}
/**
 * One operation. state: waits (to be sent), sent (the server said what became of it), trouble (and that was conflict
 * or rejected); proven: a receipt covers it; box: null 30 days after, the number stays for the digest of receipts.
 */
export interface Row {
  seq: number;
  id: string;
  state: "waits" | "sent" | "trouble";
  proven: 0 | 1;
  at: number;
  box: Bytes | null;
}
/** A picture waits for being sent and is deleted then. */
export interface Picture extends Box {}

export class Database extends Dexie {
  door!: EntityTable<Door, "key">;
  boxes!: EntityTable<Box, "name">;
  drafts!: EntityTable<Box, "name">;
  outbox!: EntityTable<Row, "seq">;
  pictures!: EntityTable<Picture, "name">;

  constructor(name: string) {
    // Without "strict" a battery pulled out takes along what was acknowledged (Chrome 121 and later).
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      door: "key",
      boxes: "name",
      drafts: "name",
      outbox: "seq, id, proven, [state+seq], [proven+state]",
      pictures: "name",
    });
  }
}
