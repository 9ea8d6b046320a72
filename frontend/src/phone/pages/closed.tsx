/** Pages of a phone that cannot be opened: it is open in another window, or nothing is left on it. */

import { useApp } from "../parts/app.ts";
import { Button, Notice, Page } from "../parts/ui.tsx";
import type { WhyWiped } from "../types.ts";
import type { Word } from "../words/index.ts";

export function Elsewhere() {
  const { say } = useApp();
  return (
    <Page title={say("app")}>
      <Notice tone="warn">{say("open_elsewhere")}</Notice>
      <Button kind="main" onClick={() => location.reload()}>
        {say("again")}
      </Button>
    </Page>
  );
}

const WHY: Record<WhyWiped, Word> = {
  pin: "wiped_pin",
  revoked: "wiped_revoked",
  ended: "wiped_ended",
  asked: "wiped_asked",
};

export function Wiped({ why, onward }: { why: WhyWiped; onward: () => void }) {
  const { say } = useApp();
  return (
    <Page title={say("wiped")}>
      <Notice tone={why === "asked" || why === "ended" ? "good" : "warn"}>{say(WHY[why])}</Notice>
      <p>{say("wiped_onward")}</p>
      <Button kind="main" onClick={onward}>
        {say("connect_again")}
      </Button>
    </Page>
  );
}
