/** The first page of a phone: what happens, and the code from the office. */

import { useEffect, useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { LanguageSwitch } from "../parts/language.tsx";
import { Button, Field, Input, Notice, Page } from "../parts/ui.tsx";
import type { Word } from "../words/index.ts";

const REFUSALS: Record<string, Word> = { code: "code_wrong", offline: "connect_offline" };

function useConnecting(code: string, onConnected: () => void) {
  const { phone, say } = useApp();
  const [typed, setTyped] = useState(code);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const connect = async () => {
    if (!typed.trim()) {
      setFault(say("code_missing"));
      return;
    }
    setBusy(true);
    setFault("");
    try {
      await phone.enrol(typed.trim());
      onConnected();
    } catch (refused) {
      const why = (refused as Error).message;
      setFault(REFUSALS[why] ? say(REFUSALS[why]) : why || say("fault"));
      setBusy(false);
    }
  };
  useEffect(() => setTyped((before) => before || code), [code]);
  return { typed, setTyped, busy, fault, connect };
}

export function Connect({ code, onConnected }: { code: string; onConnected: () => void }) {
  const { say } = useApp();
  const { typed, setTyped, busy, fault, connect } = useConnecting(code, onConnected);
  const isInside = /MicroMessenger|DingTalk|QQ\//i.test(navigator.userAgent);
  const foot = (
    <Button kind="main" disabled={busy || isInside} onClick={connect}>
      {say(busy ? "connecting" : "connect_now")}
    </Button>
  );
  return (
    <Page title={say("connect")} acts={<LanguageSwitch />} foot={foot}>
      {isInside && <Notice tone="bad">{say("inside_other_app")}</Notice>}
      <p>{say("connect_lead")}</p>
      <ol class="steps">
        <li>{say("connect_step_1")}</li>
        <li>{say("connect_step_2")}</li>
        <li>{say("connect_step_3")}</li>
      </ol>
      <form
        class="sheet"
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <Field id="code" label={say("code")} hint={say(code ? "code_read" : "code_hint")} fault={fault}>
          <Input
            id="code"
            value={typed}
            onText={setTyped}
            fault={fault}
            {...{ autocapitalize: "characters", spellcheck: false }}
          />
        </Field>
      </form>
    </Page>
  );
}
