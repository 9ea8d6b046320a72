/** Enrolling, the PIN, and the wipe. */

import { Refused } from "../refused.ts";
import type { Place, Unlocked } from "../types.ts";
import { Database, type Door } from "./database.ts";
import { bytesOf, decrypt, deviceKey, encrypt, ITERATIONS, Keys, keyFrom, random } from "./sealing.ts";

export const MOST_TRIES = 10;
const SHORTEST_PIN = 6;
const BOUND = bytesOf("door");
/** Seconds to wait after so many wrong PINs; the last for all more. */
const WAITS = [0, 0, 0, 5, 30, 60, 300, 900, 3600, 3600];

/** What enrolling gave. */
export interface Enrolment {
  token: string;
  device: string;
  epoch: string;
  officer: string | { name: string };
  villages: Place[];
}

export async function doorOf(db: Database): Promise<Door | undefined> {
  return db.door.get("door");
}

/** Keep what enrolling gave until the PIN is chosen: nothing about people is on the phone before. */
export async function enrol(db: Database, gave: Enrolment): Promise<void> {
  const device = await deviceKey();
  const session = await encrypt(device, bytesOf(JSON.stringify(gave)), BOUND);
  const salt = random(16);
  const door: Door = {
    key: "door",
    device,
    salt,
    iterations: ITERATIONS,
    wrapped: null,
    session,
    tries: 0,
    tried_at: 0,
  };
  await db.door.put(door);
}

/** Make the data key and wrap it. Gives it open, and what enrolling gave: the caller seals that and calls `settle`. */
export async function choosePin(db: Database, pin: string): Promise<[Keys, Enrolment, Door]> {
  if (pin.length < SHORTEST_PIN || isEasy(pin)) throw new Refused("pin");
  const door = await doorOf(db);
  if (!door?.session) throw new Refused("new");
  const raw = random(64);
  const byPin = await encrypt(await keyFrom(pin, door.salt, door.iterations), raw, BOUND);
  const wrapped = await encrypt(door.device, byPin, BOUND);
  const gave = JSON.parse(new TextDecoder().decode(await decrypt(door.device, door.session, BOUND)));
  return [await Keys.of(raw), gave, { ...door, wrapped, session: null }];
}

/** One sign repeated, or signs in a row, are what a thief tries first. */
function isEasy(pin: string): boolean {
  const steps = new Set(Array.from(pin.slice(1), (_, index) => pin.charCodeAt(index + 1) - pin.charCodeAt(index)));
  return steps.size === 1 && [0, 1, -1].includes([...steps][0] as number);
}

/** The try is counted before it is made, so that killing the program gives no free ones. */
export async function unlock(db: Database, pin: string, now: number): Promise<[Keys | null, Unlocked]> {
  const door = await doorOf(db);
  if (!door?.wrapped) throw new Refused("new");
  const wait = waitOf(door, now);
  if (wait > 0) return [null, { ok: false, left: MOST_TRIES - door.tries, wait }];
  const tries = door.tries + 1;
  await db.door.update("door", { tries, tried_at: now });
  try {
    const byPin = await decrypt(door.device, door.wrapped, BOUND);
    const raw = await decrypt(await keyFrom(pin, door.salt, door.iterations), byPin, BOUND);
    await db.door.update("door", { tries: 0, tried_at: 0 });
    return [await Keys.of(raw), { ok: true }];
  } catch (error) {
    if ((error as Error).name !== "OperationError") throw error;
    const left = MOST_TRIES - tries;
    return [null, { ok: false, left, wait: left ? (WAITS[tries] ?? 0) : 0 }];
  }
}

/** A clock set back does not shorten the wait. */
function waitOf(door: Door, now: number): number {
  const gone = Math.max(0, now - door.tried_at) / 1000;
  return Math.ceil((WAITS[Math.min(door.tries, WAITS.length - 1)] as number) - gone);
}

/** Everything goes. The keys first, so that a wipe cut short has already made the rest unreadable. */
export async function wipe(db: Database): Promise<void> {
  const door = await doorOf(db);
  if (door) await db.door.put({ ...door, wrapped: null, session: null, salt: random(16), wiping: true });
  db.close();
  await new Database(db.name).delete();
  localStorage.clear();
  sessionStorage.clear();
  // The precache has the program, which is nobody's; other caches should not be, and go.
  for (const name of await caches.keys()) if (!name.includes("precache")) await caches.delete(name);
}
