/**
 * The keys of this phone. Everything about people is AES-GCM under a random data key. The data key lies on the phone
 * wrapped twice: by a key from the PIN (PBKDF2-SHA-256) and by a key of the device that scripts cannot read out.
 */

import type { Json } from "../types.ts";

export type Bytes = Uint8Array<ArrayBuffer>;
export const ITERATIONS = 600_000;
const NONCE = 12;
const subtle = () => crypto.subtle;

export const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);
export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
export const base64 = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

export const deviceKey = (): Promise<CryptoKey> =>
  subtle().generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

/** The key that a PIN or a passphrase gives. */
export async function keyFrom(secret: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = await subtle().importKey("raw", bytesOf(secret.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle().deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Nonce and ciphertext, bound to what it is: moved elsewhere it cannot be opened. */
export async function encrypt(key: CryptoKey, plain: Bytes, bound: Bytes): Promise<Bytes> {
  const nonce = random(NONCE);
  const sealed = await subtle().encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, key, plain);
  const whole = new Uint8Array(NONCE + sealed.byteLength);
  whole.set(nonce);
  whole.set(new Uint8Array(sealed), NONCE);
  return whole;
}

/** Raises OperationError when the key or the binding is another. */
export async function decrypt(key: CryptoKey, whole: Bytes, bound: Bytes): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: whole.subarray(0, NONCE), additionalData: bound };
  return new Uint8Array(await subtle().decrypt(how, key, whole.subarray(NONCE)));
}

/** A UUID of version 4. */
export function randomUuid(): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] as number) & 15) | 64;
  bytes[8] = ((bytes[8] as number) & 63) | 128;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function sha256(bytes: Bytes): Promise<string> {
  return hex(new Uint8Array(await subtle().digest("SHA-256", bytes)));
}

/** The data key, open: seals what is stored, and names it so that a name tells nothing. */
export class Keys {
  readonly #sealing: CryptoKey;
  readonly #naming: CryptoKey;

  constructor(sealing: CryptoKey, naming: CryptoKey) {
    this.#sealing = sealing;
    this.#naming = naming;
  }

  /** raw: 64 random bytes, half for sealing and half for naming. */
  static async of(raw: Bytes): Promise<Keys> {
    const sealing = await subtle().importKey("raw", raw.subarray(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
    const hmac = { name: "HMAC", hash: "SHA-256" };
    return new Keys(sealing, await subtle().importKey("raw", raw.subarray(32), hmac, false, ["sign"]));
  }

  /** What something is stored under. */
  async name(of: string): Promise<string> {
    return base64(new Uint8Array(await subtle().sign("HMAC", this.#naming, bytesOf(of))).subarray(0, 18));
  }

  seal = (value: unknown, name: string): Promise<Bytes> => this.sealBytes(bytesOf(JSON.stringify(value)), name);

  sealBytes = (plain: Bytes, name: string): Promise<Bytes> => encrypt(this.#sealing, plain, bytesOf(name));

  async unseal<T = Json>(box: Bytes, name: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.unsealBytes(box, name)));
  }

  unsealBytes = (box: Bytes, name: string): Promise<Bytes> => decrypt(this.#sealing, box, bytesOf(name));
}
