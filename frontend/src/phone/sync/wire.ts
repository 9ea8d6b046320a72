/** Requests to the server: short, repeated with growing pauses, and never believed when they are not whole. */

import { Refused } from "../refused.ts";
import type { Bytes } from "../store/sealing.ts";

const TRIES = 4;
const PATIENT = 30_000;
const LONGEST_PAUSE = 20_000;

/** Not through now; the same again later. */
export class NoAnswer extends Error {
  readonly why: "offline" | "busy" | "unknown";

  constructor(why: "offline" | "busy" | "unknown") {
    super(why);
    this.why = why;
  }
}
/** The server says that nothing may stay on this phone. */
export class Revoked extends Error {}
/** The server speaks otherwise than this version of the client: it must be loaded anew. What it says of it, or "". */
export class Outdated extends Refused {}

export interface Answer {
  status: number;
  json: unknown;
  etag: string;
}
interface Asked {
  json?: unknown;
  bytes?: Bytes;
  headers?: Record<string, string>;
}

export class Wire {
  token = "";
  readonly #base: string;
  readonly #patience: number;

  constructor(base: string, patience: number) {
    this.#base = base;
    this.#patience = patience;
  }

  get = (path: string, headers: Record<string, string> = {}): Promise<Answer> => this.ask("GET", path, { headers });
  post = (path: string, json: unknown): Promise<Answer> => this.ask("POST", path, { json });

  /** Raises NoAnswer after some tries, Revoked at once. Any other answer is the caller's. */
  async ask(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    for (let tried = 1; ; tried++) {
      const [answer, why, pause] = await this.#once(method, path, asked);
      if (answer) return answer;
      if (tried === TRIES || pause > LONGEST_PAUSE) throw new NoAnswer(why);
      // Half of it is left to chance: the phones of a county that was without signal do not come back at once.
      const grown = Math.max(pause, this.#patience * 2 ** tried) * (0.5 + Math.random());
      await new Promise((done) => setTimeout(done, Math.min(grown, LONGEST_PAUSE)));
    }
  }

  async #once(method: string, path: string, asked: Asked): Promise<[Answer | null, "offline" | "busy", number]> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENT);
    try {
      const response = await this.#send(method, path, asked, stop.signal);
      const { status } = response;
      if (status === 429 || status >= 500) {
        return [null, "busy", (Number(response.headers.get("Retry-After")) || 0) * 1000];
      }
      const text = await response.text();
      const json = text && status !== 304 ? parsed(text, response.ok) : null;
      // HEAD has no body to say why; what follows it will be told.
      if (status === 401 && method !== "HEAD") refuse(json);
      if (response.ok && json === null && (method === "GET" || method === "POST")) throw new TypeError("empty");
      return [{ status, json, etag: response.headers.get("ETag") ?? "" }, "offline", 0];
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof Revoked) throw error;
      return [null, "offline", 0];
    } finally {
      clearTimeout(timer);
    }
  }

  #send(method: string, path: string, { json, bytes, headers }: Asked, signal: AbortSignal): Promise<Response> {
    const sent: Record<string, string> = { Accept: "application/json", ...headers };
    if (this.token) sent.Authorization = `Bearer ${this.token}`;
    if (json !== undefined) sent["Content-Type"] = "application/json";
    return fetch(`${this.#base}/phone/${path}`, {
      method,
      headers: sent,
      body: bytes ?? (json === undefined ? null : JSON.stringify(json)),
      // What comes is about people: it must not lie in the browser's own cache, where nothing seals it.
      cache: "no-store",
      credentials: "omit",
      // A sign-in page of some network on the way is no answer.
      redirect: "error",
      signal,
    });
  }
}

/** Half an answer is none; what comes with an error need not be JSON. */
function parsed(text: string, isOk: boolean): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isOk) throw error;
    return null;
  }
}

function refuse(json: unknown): never {
  if ((json as { wipe?: boolean } | null)?.wipe === true) throw new Revoked();
  throw new NoAnswer("unknown");
}
