/** What was not proven to be at the server, as a file under a passphrase: the last resort (docs/apps/phone.md). */

import type { Outbox } from "./outbox.ts";
import { unpack } from "./recording.ts";
import { base64, bytesOf, encrypt, ITERATIONS, keyFrom, random } from "./sealing.ts";
import type { Session } from "./shelf.ts";
import type { Store } from "./store.ts";

/** A line of JSON that says how, and behind it nonce, ciphertext and tag. The line is bound to the ciphertext. */
export async function exported(
  store: Store,
  outbox: Outbox,
  { device, epoch }: Session,
  passphrase: string,
  at: number,
): Promise<Blob> {
  const ops = (await outbox.unfinished()).filter(({ row }) => !row.proven).map(({ kept }) => kept.op);
  const blobs = await Promise.all(
    (await store.db.pictures.toArray()).map(async ({ name, box }) => {
      const [picture, bytes] = unpack(await store.keys.unsealBytes(box, name));
      return { ...picture, base64: base64(bytes) };
    }),
  );
  const salt = random(16);
  const made_at = new Date(at).toISOString();
  const kdf = { name: "PBKDF2-SHA-256", iterations: ITERATIONS, salt: base64(salt) };
  const head = { format: "gangqiao-outbox", version: 1, cipher: "AES-256-GCM", kdf };
  const line = bytesOf(`${JSON.stringify(head)}\n`);
  const plain = bytesOf(JSON.stringify({ device, epoch, made_at, ops, blobs }));
  const sealed = await encrypt(await keyFrom(passphrase, salt, ITERATIONS), plain, line);
  return new Blob([line, sealed], { type: "application/octet-stream" });
}
