/** The places a question can choose from, by key. */

import type { Json } from "../types.ts";
import { useApp, useLoad } from "./app.ts";

const NONE = new Map<string, string>();

/** The places of a village's package, by key; none until they are read, which no page waits for. */
export function usePlaces(village: string): Map<string, string> {
  const { phone } = useApp();
  const found = useLoad(async () => placesOf(await phone.places(village)), [phone, village]);
  return found.value ?? NONE;
}

/** From the package's lists, whatever they are grouped by: {key, name} or [key, name] anywhere within, or {key: name}. */
export function placesOf(packed: Json): Map<string, string> {
  const found = new Map<string, string>();
  gather(packed, found);
  return found;
}

function gather(part: Json, found: Map<string, string>): void {
  if (Array.isArray(part)) {
    const [key, name] = part;
    if (part.length === 2 && typeof key === "string" && typeof name === "string") {
      found.set(key, name);
      return;
    }
    for (const one of part) {
      gather(one, found);
    }
  } else if (part && typeof part === "object") {
    const { key, name } = part;
    if (typeof key === "string" && typeof name === "string") {
      found.set(key, name);
      return;
    }
    for (const [inner, one] of Object.entries(part)) {
      if (typeof one === "string") {
        found.set(inner, one);
      } else {
        gather(one, found);
      }
    }
  }
}
