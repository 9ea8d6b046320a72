/** Language, larger type, who this phone belongs to, a newer version, locking, and logging out, which wipes it. */

import { useEffect, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Nav } from "../parts/nav.tsx";
import { Button, Notice, Page } from "../parts/ui.tsx";
import { onNewVersion, useNewVersion } from "../parts/version.ts";
import type { Language } from "../words/index.ts";

const LANGUAGES: [Language, string][] = [
  ["zh", "中文"],
  ["en", "English"],
];

export function SettingsPage() {
  const { phone, say } = useApp();
  const officer = useLoad(() => phone.officer(), [phone]);
  return (
    <Page title={say("settings")} foot={<Nav at="settings" />}>
      <Newer />
      <Looks />
      <section class="sheet">
        <h2>{say("whose_phone")}</h2>
        <dl class="lines">
          <dt>{say("officer")}</dt>
          <dd>{officer.value?.name}</dd>
          <dt>{say("villages")}</dt>
          <dd>{officer.value?.villages.map((one) => one.name).join("、")}</dd>
        </dl>
        <p class="hint">{say("install_hint")}</p>
      </section>
      <section class="more">
        <Button onClick={() => phone.lock()}>{say("lock")}</Button>
        <LogOut />
      </section>
    </Page>
  );
}

function Newer() {
  const { say } = useApp();
  const [isNewer, setNewer] = useState(false);
  useEffect(() => {
    const end = onNewVersion(setNewer);
    return () => {
      end();
    };
  }, []);
  return isNewer ? (
    <Notice>
      <p>{say("newer_version")}</p>
      <Button kind="main" onClick={useNewVersion}>
        {say("use_newer")}
      </Button>
    </Notice>
  ) : null;
}

function Looks() {
  const app = useApp();
  const { say } = app;
  return (
    <fieldset class="sheet">
      <legend class="visually-hidden">{say("language")}</legend>
      <span class="label">{say("language")}</span>
      <div class="choices">
        {LANGUAGES.map(([key, name]) => (
          <label class="choice" key={key} lang={key === "zh" ? "zh-Hans" : "en"}>
            <input type="radio" name="language" checked={app.language === key} onChange={() => app.setLanguage(key)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <label class="choice">
        <input type="checkbox" checked={app.isLarge} onChange={(event) => app.setLarge(event.currentTarget.checked)} />
        <span>{say("large_type")}</span>
      </label>
    </fieldset>
  );
}

/** Nothing stays on the phone; what was not sent would be lost, so that is said first. */
function LogOut() {
  const { phone, say, go } = useApp();
  const [waiting, setWaiting] = useState<number>();
  const ask = async () => {
    const rows = await phone.outbox();
    setWaiting(rows.filter((row) => row.state === "waits" || row.state === "sent").length);
  };
  if (waiting === undefined) {
    return (
      <Button kind="danger" onClick={ask}>
        {say("log_out")}
      </Button>
    );
  }
  return (
    <Notice tone={waiting ? "bad" : "warn"}>
      <p>{waiting ? say("log_out_unsent", { many: waiting }) : say("log_out_sure")}</p>
      {waiting > 0 && (
        <Button kind="main" onClick={() => go("send")}>
          {say("send_first")}
        </Button>
      )}
      <Button onClick={() => setWaiting(undefined)}>{say("stay")}</Button>
      <Button kind="danger" onClick={() => phone.wipe()}>
        {say(waiting ? "log_out_lose" : "log_out_now")}
      </Button>
    </Notice>
  );
}
