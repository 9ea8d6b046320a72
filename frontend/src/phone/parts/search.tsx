/** Looks for one of many: places, ethnic groups, trades. Shows what is chosen until somebody wants another. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./app.ts";
import { Button, Input } from "./ui.tsx";

export interface Option {
  key: string;
  name: string;
}

interface Props {
  id: string;
  options: Option[];
  chosen: string;
  onChoose: (key: string) => void;
  fault?: string;
}

const SHOWN = 12;

/** Those that contain what was typed; those that begin with it first, and short ones before long ones. */
export function matching(options: Option[], text: string): Option[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) {
    return options;
  }
  const rank = ({ key, name }: Option) => {
    const at = name.toLowerCase().indexOf(wanted);
    return at >= 0 ? at * 100 + name.length : key === wanted ? 0 : -1;
  };
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .filter((one) => one.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.option);
}

export function Search({ id, options, chosen, onChoose, fault }: Props) {
  const { say } = useApp();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <button type="button" id={id} class={`button${fault ? " is-wrong" : ""}`} onClick={() => setOpen(true)}>
        {chosen || say("choose")}
      </button>
    );
  }
  const choose = (key: string) => {
    onChoose(key);
    setOpen(false);
  };
  return <Looking {...{ id, options, chosen }} onChoose={choose} onClose={() => setOpen(false)} />;
}

function Looking({ id, options, chosen, onChoose, onClose }: Omit<Props, "fault"> & { onClose: () => void }) {
  const { say } = useApp();
  const [text, setText] = useState("");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector("input")?.focus();
  }, []);
  const found = matching(options, text);
  return (
    <div class="found" ref={box}>
      <div class="with-act">
        <Input id={id} value={text} onText={setText} placeholder={say("search_words")} type="search" />
        <Button kind="quiet" onClick={onClose}>
          {say("close")}
        </Button>
      </div>
      <div class="choices">
        {found.slice(0, SHOWN).map((option) => (
          <button type="button" class="choice" key={option.key} onClick={() => onChoose(option.key)}>
            {option.name}
          </button>
        ))}
      </div>
      {!found.length && <p class="hint">{say("nothing_found")}</p>}
      {found.length > SHOWN && <p class="hint">{say("more_found", { many: found.length - SHOWN })}</p>}
      {chosen && (
        <Button kind="quiet" onClick={() => onChoose("")}>
          {say("take_away")}
        </Button>
      )}
    </div>
  );
}
