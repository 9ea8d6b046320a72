/** What every page needs: the phone's core, the language, the way to other pages, and how to load something. */

import { createContext } from "preact";
import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Phone } from "../types.ts";
import type { Language, Say } from "../words/index.ts";

export interface App {
  phone: Phone;
  say: Say;
  language: Language;
  setLanguage(language: Language): void;
  isLarge: boolean;
  setLarge(large: boolean): void;
  /** The page that is open, by the pieces of its address. */
  path: string[];
  /** Opens a page; the phone's own back button leads back. */
  go(...path: string[]): void;
  /** Opens a page in the place of this one: the back button passes it over. */
  instead(...path: string[]): void;
  back(): void;
  isOnline: boolean;
}

export const AppContext = createContext<App>(undefined as unknown as App);

export function useApp(): App {
  return useContext(AppContext);
}

export interface Loaded<T> {
  value?: T;
  fault?: unknown;
  again(): void;
}

/**
 * Loads something now and again whenever one of `on` changes, or after `again()`.
 * What was loaded stays on the page meanwhile: nothing jumps.
 */
export function useLoad<T>(load: () => Promise<T>, on: unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; fault?: unknown }>({});
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    latest.current += 1;
    const mine = latest.current;
    load().then(
      (value) => mine === latest.current && setState({ value }),
      (fault: unknown) => mine === latest.current && setState((before) => ({ ...before, fault })),
    );
    return () => {
      latest.current += 1;
    };
  }, [...on, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, again };
}

/** The path of the address after `#/`, in pieces. */
export function pathOf(hash: string): string[] {
  return hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

/** The code of an address `#enrol=CODE` that was opened from a printed square; "" for any other. */
export function enrolmentOf(hash: string): string {
  const code = /^#enrol=([^&]+)/.exec(hash)?.[1];
  return code ? decodeURIComponent(code) : "";
}

export function addressOf(path: string[]): string {
  return `#/${path.map(encodeURIComponent).join("/")}`;
}
