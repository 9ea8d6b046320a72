/** Coming in and going out: enrolling, the PIN, the lock, the wipe, and who is told. */

import { Refused } from "../refused.ts";
import type { Parts } from "../sync/sending.ts";
import { NoAnswer, Revoked, Wire } from "../sync/wire.ts";
import type * as t from "../types.ts";
import { Database } from "./database.ts";
import * as door from "./door.ts";
import { Drafts } from "./drafts.ts";
import { Outbox } from "./outbox.ts";
import type { Keys } from "./sealing.ts";
import { type Session, Shelf } from "./shelf.ts";
import { Store } from "./store.ts";
import { holdPhone } from "./tab.ts";

const PATIENCE = 1_000;

export interface Open extends Parts {
  drafts: Drafts;
}

export class Entry {
  protected readonly now: () => number;
  protected readonly patience: number;
  protected open: Open | null = null;
  readonly #wire: Wire;
  readonly #heard = new Map<t.PhoneEvent, Set<(why?: t.WhyWiped) => void>>();
  readonly #held: Promise<void>;
  #db: Database;
  #mine = false;

  constructor({ base = "", now = Date.now, patience = PATIENCE, name = "gangqiao-phone" }: t.Options) {
    this.now = now;
    this.patience = patience;
    this.#wire = new Wire(base, patience);
    this.#db = new Database(name);
    this.#held = holdPhone(name, () => {
      this.#mine = true;
      this.tell("changed");
    }).then((mine) => {
      this.#mine = mine;
    });
  }

  async state(): Promise<t.State> {
    await this.#held;
    if (!this.#mine) return "elsewhere";
    const found = await door.doorOf(this.#db);
    if (!found) return "new";
    // The program was stopped in the middle of a wipe, or before one.
    if (found.wiping || (found.tries >= door.MOST_TRIES && !this.open)) {
      await this.wipeFor("pin");
      return "new";
    }
    if (!found.wrapped) return "pin";
    return this.open ? "open" : "locked";
  }

  async enrol(code: string, name = navigator.userAgent.slice(0, 60)): Promise<void> {
    if ((await this.state()) !== "new") throw new Refused("enrolled");
    const { status, json } = await this.reach(() => this.#wire.post("enrol/", { code, name }));
    if (status !== 200 && status !== 201) throw new Refused("code");
    await door.enrol(this.#db, json as door.Enrolment);
    this.tell("changed");
  }

  async choosePin(pin: string): Promise<void> {
    const [keys, gave, made] = await door.choosePin(this.#db, pin);
    const officer = typeof gave.officer === "string" ? gave.officer : gave.officer.name;
    const { token, device, epoch, villages } = gave;
    const at = this.now();
    const today = new Date(at).toISOString().slice(0, 10);
    const session: Session = {
      ...{ token, device, epoch, officer, villages, today, today_at: at },
      ...{ receipt: null, last: null, surveyed: false },
    };
    await new Store(this.#db, keys).write({ boxes: new Map([["session", session]]) });
    await this.#db.door.put(made);
    await this.#enter(keys);
  }

  async unlock(pin: string): Promise<t.Unlocked> {
    const [keys, said] = await door.unlock(this.#db, pin, this.now());
    if (keys) await this.#enter(keys);
    else if (!said.ok && said.left <= 0) await this.wipeFor("pin");
    return said;
  }

  async #enter(keys: Keys): Promise<void> {
    const store = new Store(this.#db, keys);
    const shelf = await Shelf.open(store, this.now);
    this.#wire.token = shelf.session.token;
    const parts = { store, shelf, outbox: new Outbox(store), wire: this.#wire, now: this.now };
    this.open = { ...parts, drafts: new Drafts(store) };
    // Asked for each time: a browser grants it once it sees that the client is used.
    navigator.storage?.persist?.().catch(() => {});
    this.tell("changed");
  }

  lock(): void {
    this.close();
    this.tell("locked");
  }

  wipe(): Promise<void> {
    return this.wipeFor("asked");
  }

  protected async wipeFor(why: t.WhyWiped): Promise<void> {
    this.close();
    await door.wipe(this.#db);
    this.#db = new Database(this.#db.name);
    for (const heard of this.#heard.get("wiped") ?? []) heard(why);
  }

  protected close(): void {
    this.open = null;
    this.#wire.token = "";
  }

  protected parts(): Open {
    if (!this.open) throw new Refused("locked");
    return this.open;
  }

  /** What must get through now: the raised words are those of the pages. */
  protected async reach<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Revoked) await this.wipeFor("revoked");
      if (error instanceof Revoked) throw new Refused("wiped");
      if (error instanceof NoAnswer) throw new Refused(error.why);
      throw error;
    }
  }

  on(event: t.PhoneEvent, heard: (why?: t.WhyWiped) => void): () => void {
    const all = this.#heard.get(event) ?? new Set();
    this.#heard.set(event, all.add(heard));
    return () => all.delete(heard);
  }

  protected tell(event: t.PhoneEvent): void {
    for (const heard of this.#heard.get(event) ?? []) heard();
  }
}
