/** Which page is shown: first what the phone needs to be open at all, then the address. */

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Elsewhere, Wiped } from "../pages/closed.tsx";
import { Connect } from "../pages/connect.tsx";
import { ChoosePin, Unlock } from "../pages/pin.tsx";
import type { Phone, State, WhyWiped } from "../types.ts";
import { chosenLanguage, keepLanguage, type Language, sayIn, type Words, wordsOf } from "../words/index.ts";
import { type App, AppContext, addressOf, enrolmentOf, pathOf } from "./app.ts";
import { Open } from "./open.tsx";
import { Loading } from "./ui.tsx";
import { watchVersions } from "./version.ts";

const LARGE = "large";

/** Whether the phone is open, and why it was wiped; looked at anew whenever the core tells of it. */
function useDoor(phone: Phone) {
  const [state, setState] = useState<State>();
  const [wiped, setWiped] = useState<WhyWiped>();
  const look = useCallback(() => void phone.state().then(setState), [phone]);
  useEffect(() => {
    watchVersions();
    look();
    const note = (why?: WhyWiped) => {
      setWiped(why);
      look();
    };
    const ends = [phone.on("wiped", note), phone.on("locked", look), phone.on("changed", look)];
    return () => {
      for (const end of ends) {
        end();
      }
    };
  }, [phone]);
  return { state, look, wiped, forget: () => setWiped(undefined) };
}

/** The code opens a phone once: it must stay neither in the address nor in the history. */
function useCode() {
  const [code, setCode] = useState(() => enrolmentOf(location.hash));
  useEffect(() => {
    if (code) {
      history.replaceState(null, "", location.pathname);
    }
  }, []);
  return { code, drop: () => setCode("") };
}

export function Root({ phone }: { phone: Phone }) {
  const { code, drop } = useCode();
  const { state, look, wiped, forget } = useDoor(phone);
  const settings = useSettings();
  const way = useWay();
  const isOnline = useOnline();
  const { say } = settings;
  if (!say) {
    return null;
  }
  const app: App = { phone, isOnline, ...settings, say, ...way };
  const connected = () => {
    drop();
    look();
  };
  return (
    <AppContext.Provider value={app}>
      {state === undefined && <Loading />}
      {state === "elsewhere" && <Elsewhere />}
      {state === "new" && wiped && <Wiped why={wiped} onward={forget} />}
      {state === "new" && !wiped && <Connect code={code} onConnected={connected} />}
      {state === "pin" && <ChoosePin onChosen={look} />}
      {state === "locked" && <Unlock onOpen={look} />}
      {state === "open" && <Open path={way.path} />}
    </AppContext.Provider>
  );
}

function useSettings() {
  const [language, setChosen] = useState<Language>(chosenLanguage);
  const [isLarge, setIsLarge] = useState(() => localStorage.getItem(LARGE) === "yes");
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
    document.documentElement.classList.toggle("is-large", isLarge);
  }, [language, isLarge]);
  const [words, setWords] = useState<{ language: Language; words: Words }>();
  useEffect(() => {
    void wordsOf(language).then((found) => setWords({ language, words: found }));
  }, [language]);
  const say = useMemo(() => (words ? sayIn(words.words) : undefined), [words]);
  const setLanguage = (chosen: Language) => {
    keepLanguage(chosen);
    setChosen(chosen);
  };
  const setLarge = (large: boolean) => {
    localStorage.setItem(LARGE, large ? "yes" : "no");
    setIsLarge(large);
  };
  return { say, language, setLanguage, isLarge, setLarge };
}

function useWay() {
  const [path, setPath] = useState(() => (enrolmentOf(location.hash) ? [] : pathOf(location.hash)));
  useEffect(() => {
    const follow = () => setPath(pathOf(location.hash));
    addEventListener("hashchange", follow);
    addEventListener("popstate", follow);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener("popstate", follow);
    };
  }, []);
  return useMemo(
    () => ({
      path,
      go: (...to: string[]) => {
        location.hash = addressOf(to);
      },
      instead: (...to: string[]) => {
        history.replaceState(null, "", addressOf(to));
        setPath(to);
      },
      back: () => {
        // Opened on this very page there is nothing behind it: then the list.
        if (history.length > 1) {
          history.back();
        } else {
          location.hash = addressOf([]);
        }
      },
    }),
    [path],
  );
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return isOnline;
}
