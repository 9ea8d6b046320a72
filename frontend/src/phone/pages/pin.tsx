/** Choose a PIN, and open the phone with it. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { LanguageSwitch } from "../parts/language.tsx";
import { Button, Field, Input, Notice, Page } from "../parts/ui.tsx";

const SHORTEST = 6;
const WORDS = "pin-is-words";

interface PinProps {
  id: string;
  label: string;
  value: string;
  fault?: string;
  hint?: string;
  isNew?: boolean;
  isWords: boolean;
  disabled?: boolean;
  onText: (text: string) => void;
}

function PinField({ id, label, value, fault, hint, isNew, isWords, disabled, onText }: PinProps) {
  return (
    <Field id={id} label={label} fault={fault} hint={hint}>
      <Input
        id={id}
        class="input pin"
        type="password"
        inputmode={isWords ? "text" : "numeric"}
        autocomplete={isNew ? "new-password" : "current-password"}
        maxLength={60}
        value={value}
        onText={onText}
        fault={fault}
        disabled={disabled}
      />
    </Field>
  );
}

/** Which keyboard comes up: that of numbers, or the other one for whoever prefers words. */
function Keyboard({ isWords, onWords }: { isWords: boolean; onWords: (is: boolean) => void }) {
  const { say } = useApp();
  return (
    <Button kind="quiet" onClick={() => onWords(!isWords)}>
      {say(isWords ? "pin_numbers" : "pin_words")}
    </Button>
  );
}

/** Runs of one digit and of neighbours are what anybody tries first. */
function isEasy(pin: string): boolean {
  return /^(\d)\1+$/.test(pin) || "01234567890123456789".includes(pin) || "98765432109876543210".includes(pin);
}

/** A new PIN, typed twice. */
function useNewPin(onChosen: () => void) {
  const { phone, say } = useApp();
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [fault, setFault] = useState<{ pin?: string; again?: string }>({});
  const [busy, setBusy] = useState(false);
  const [isWords, setWords] = useState(false);
  const choose = async () => {
    const wrong = pin.length < SHORTEST ? say("pin_short") : isEasy(pin) ? say("pin_easy") : "";
    const differs = !wrong && pin !== again ? say("pin_differs") : "";
    setFault({ pin: wrong, again: differs });
    if (wrong || differs) {
      document.getElementById(wrong ? "pin" : "again")?.focus();
      return;
    }
    setBusy(true);
    try {
      await phone.choosePin(pin);
      localStorage.setItem(WORDS, isWords ? "yes" : "no");
      onChosen();
    } catch (refused) {
      setFault({ pin: say((refused as Error).message === "pin" ? "pin_easy" : "fault") });
      setBusy(false);
    }
  };
  return { pin, setPin, again, setAgain, fault, busy, isWords, setWords, choose };
}

/** A page that is one form: the key "done" of the keyboard does what the button does. */
function Form({ onDone, children }: { onDone: () => void; children: ComponentChildren }) {
  return (
    <form
      class="whole"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
    >
      {children}
    </form>
  );
}

export function ChoosePin({ onChosen }: { onChosen: () => void }) {
  const { say } = useApp();
  const { pin, setPin, again, setAgain, fault, busy, isWords, setWords, choose } = useNewPin(onChosen);
  const foot = (
    <Button kind="main" type="submit" disabled={busy}>
      {say("pin_use")}
    </Button>
  );
  return (
    <Form onDone={choose}>
      <Page title={say("pin_choose")} acts={<LanguageSwitch />} foot={foot}>
        <p>{say("pin_why")}</p>
        <div class="sheet">
          <PinField
            id="pin"
            label={say("pin_new")}
            hint={say("pin_hint")}
            value={pin}
            onText={setPin}
            fault={fault.pin}
            {...{ isNew: true, isWords }}
          />
          <PinField
            id="again"
            label={say("pin_again")}
            value={again}
            onText={setAgain}
            fault={fault.again}
            {...{ isNew: true, isWords }}
          />
          <Keyboard isWords={isWords} onWords={setWords} />
        </div>
        <Notice tone="warn">{say("pin_lost")}</Notice>
      </Page>
    </Form>
  );
}

function useUnlocking(onOpen: () => void) {
  const { phone, say } = useApp();
  const [pin, setPin] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useState(0);
  useEffect(() => {
    const clock = wait > 0 ? setTimeout(() => setWait(wait - 1), 1000) : 0;
    return () => clearTimeout(clock);
  }, [wait]);
  const open = async () => {
    if (!pin || busy || wait > 0) {
      return;
    }
    setBusy(true);
    const answer = await phone.unlock(pin).catch(() => undefined);
    setBusy(false);
    if (answer?.ok) {
      onOpen();
      return;
    }
    setPin("");
    setFault(answer ? say("pin_wrong", { left: answer.left }) : say("fault"));
    setWait(answer?.wait ?? 0);
  };
  return { pin, setPin, fault, busy, wait, open };
}

export function Unlock({ onOpen }: { onOpen: () => void }) {
  const { say } = useApp();
  const { pin, setPin, fault, busy, wait, open } = useUnlocking(onOpen);
  const [isWords, setWords] = useState(() => localStorage.getItem(WORDS) === "yes");
  useEffect(() => {
    document.getElementById("pin")?.focus();
  }, []);
  const foot = (
    <Button kind="main" type="submit" disabled={busy || wait > 0 || pin.length < SHORTEST}>
      {wait > 0 ? say("pin_wait", { seconds: wait }) : say(busy ? "unlocking" : "unlock_now")}
    </Button>
  );
  return (
    <Form onDone={open}>
      <Page title={say("unlock")} acts={<LanguageSwitch />} foot={foot}>
        <div class="sheet">
          <PinField
            id="pin"
            label={say("pin")}
            value={pin}
            onText={setPin}
            fault={fault}
            isWords={isWords}
            disabled={wait > 0}
          />
          <Keyboard isWords={isWords} onWords={setWords} />
        </div>
        <p class="hint">{say("unlock_hint")}</p>
      </Page>
    </Form>
  );
}
