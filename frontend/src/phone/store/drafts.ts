/** Drafts, saved on every change. While one is being written, only the newest of those that follow is kept in line. */

import type { Draft } from "../types.ts";
import { draftName } from "./recording.ts";
import type { Store } from "./store.ts";

export class Drafts {
  readonly #store: Store;
  readonly #next = new Map<string, Draft | null>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(store: Store) {
    this.#store = store;
  }

  async find(task: string, person: string | null): Promise<Draft | undefined> {
    const name = draftName(task, person);
    await this.#writing.get(name);
    return this.#store.read<Draft>(name, "drafts");
  }

  async all(task?: string): Promise<Draft[]> {
    await Promise.all(this.#writing.values());
    const found = await this.#store.readAll<Draft>("drafts");
    return task === undefined ? found : found.filter((draft) => draft.task === task);
  }

  /** Resolves when this one, or a newer one, is on the disk. null takes it away. */
  save(task: string, person: string | null, draft: Draft | null): Promise<void> {
    const name = draftName(task, person);
    this.#next.set(name, draft);
    const writing = this.#writing.get(name) ?? this.#write(name).finally(() => this.#writing.delete(name));
    this.#writing.set(name, writing);
    return writing;
  }

  /** Before the answers themselves are recorded: what is still in line must not come back after them. */
  async stop(task: string, person: string | null): Promise<void> {
    const name = draftName(task, person);
    this.#next.delete(name);
    await this.#writing.get(name);
  }

  async #write(name: string): Promise<void> {
    for (let draft = this.#take(name); draft !== undefined; draft = this.#take(name)) {
      await this.#store.write({ drafts: new Map([[name, draft]]) });
    }
  }

  #take(name: string): Draft | null | undefined {
    const draft = this.#next.get(name);
    this.#next.delete(name);
    return draft;
  }
}
