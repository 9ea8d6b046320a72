/** Today's households in walking order, and those that are due, done or returned. Opens in a moment with 4,000 of them. */

import type { FunctionComponent } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Icon } from "../parts/icons.tsx";
import { Nav } from "../parts/nav.tsx";
import { HouseholdRow } from "../parts/row.tsx";
import { SyncLine } from "../parts/syncline.tsx";
import { Button, Empty, Fault, Input, Loading, Page } from "../parts/ui.tsx";
import { Window } from "../parts/window.tsx";
import type { ListRow, Part } from "../types.ts";
import type { Word } from "../words/index.ts";

const PARTS: [Part, Word][] = [
  ["today", "part_today"],
  ["due", "part_due"],
  ["returned", "part_returned"],
  ["done", "part_done"],
  ["all", "part_all"],
];
const EMPTY: Record<Part, Word> = {
  today: "none_today",
  due: "none_due",
  returned: "none_returned",
  done: "none_done",
  all: "none_all",
};
// What somebody was looking at stays while a household is open.
const kept = { part: "today" as Part, search: "", at: 0 };

type Line = { group: string; many: number } | { row: ListRow };

/** The rows with a line before each villagers' group. */
function withGroups(rows: ListRow[], isInWalkingOrder: boolean): Line[] {
  if (!isInWalkingOrder) {
    return rows.map((row) => ({ row }));
  }
  const many = new Map<string, number>();
  for (const row of rows) {
    many.set(row.group, (many.get(row.group) ?? 0) + 1);
  }
  let last = "";
  return rows.flatMap((row): Line[] => {
    const isNew = row.group !== last;
    last = row.group;
    return isNew ? [{ group: row.group_name, many: many.get(row.group) ?? 0 }, { row }] : [{ row }];
  });
}

export function Today() {
  const { say } = useApp();
  const { part, setPart, search, setSearch, rows } = useRows();
  const idle = useIdle();
  if (idle) {
    return <Idle holds={idle.holds} />;
  }
  return (
    <Page title={say("list")} acts={<Acts />} foot={<Nav at="" />}>
      <SyncLine />
      <CarriedLines />
      <label class="visually-hidden" for="search">
        {say("search_household")}
      </label>
      <Input id="search" type="search" value={search} onText={setSearch} placeholder={say("search_household")} />
      {!search && <Tabs part={part} onPart={setPart} />}
      {rows.fault !== undefined && <Fault fault={rows.fault} again={rows.again} />}
      {!rows.value && rows.fault === undefined && <Loading />}
      {rows.value?.length === 0 && <Nothing part={part} search={search} onAll={() => setPart("all")} />}
      {Boolean(rows.value?.length) && <List rows={rows.value ?? []} isInWalkingOrder={part !== "due"} />}
    </Page>
  );
}

/** The part of the list that is looked at, and what was searched. */
function useRows() {
  const { phone } = useApp();
  const [part, setPart] = useState(kept.part);
  const [search, setSearch] = useState(kept.search);
  const rows = useLoad(
    () => phone.list({ part: search ? "all" : part, search: search || undefined }),
    [phone, part, search],
  );
  useEffect(() => {
    kept.part = part;
    kept.search = search;
  }, [part, search]);
  useEffect(() => phone.on("changed", rows.again), [phone]);
  usePlace(rows.value !== undefined);
  return { part, setPart, search, setSearch, rows };
}

/** What the phone still holds when no survey is open and nothing else is due; undefined otherwise. */
function useIdle(): { holds: number } | undefined {
  const { phone } = useApp();
  const found = useLoad(async () => {
    const [surveys, todo] = await Promise.all([phone.surveys(), phone.list({ part: "today" })]);
    const isCarrying = (await phone.carried()).length > 0;
    const beside = await Promise.all([phone.trips(), phone.calls(), phone.classes(), phone.duty(), phone.money()]);
    const isOut = beside.some((one) => one.length > 0);
    const isIdle = !todo.length && !isCarrying && !isOut && !surveys.some((one) => one.is_open);
    return { isIdle, holds: isIdle ? (await phone.outbox()).filter((row) => row.state !== "trouble").length : 0 };
  }, [phone]);
  useEffect(() => phone.on("synced", found.again), [phone]);
  useEffect(() => phone.on("changed", found.again), [phone]);
  return found.value?.isIdle ? found.value : undefined;
}

/** What is carried beside the survey: fetched after the list stands. */
function CarriedLines() {
  const [Lines, setLines] = useState<FunctionComponent>();
  useEffect(() => {
    void import("../parts/lines.tsx").then((found) => setLines(() => found.Lines));
  }, []);
  return Lines ? <Lines /> : null;
}

function Idle({ holds }: { holds: number }) {
  const { say, go } = useApp();
  return (
    <Page title={say("list")} foot={<Nav at="" />}>
      <Empty title={say("nothing_to_do")}>
        <p>{holds ? say("still_holds", { many: holds }) : say("holds_nothing")}</p>
        <p class="hint">{say("ask_for_more")}</p>
        <Button kind={holds ? "main" : "plain"} icon="send" onClick={() => go("send")}>
          {say("send")}
        </Button>
        <Button icon="settings" onClick={() => go("settings")}>
          {say("settings")}
        </Button>
      </Empty>
    </Page>
  );
}

function Acts() {
  const { say, go } = useApp();
  return (
    <>
      <button type="button" aria-label={say("scan")} onClick={() => go("scan")}>
        <Icon name="scan" />
      </button>
      <button type="button" aria-label={say("found_household")} onClick={() => go("found")}>
        <Icon name="house" />
      </button>
    </>
  );
}

function List({ rows, isInWalkingOrder }: { rows: ListRow[]; isInWalkingOrder: boolean }) {
  const { say } = useApp();
  const lines = useMemo(() => withGroups(rows, isInWalkingOrder), [rows, isInWalkingOrder]);
  return (
    <>
      <p class="hint" role="status">
        {say("households", { many: rows.length })}
      </p>
      <Window rows={lines} height={3.7} keyOf={keyOf} label={say("list")}>
        {(line, place) => <HouseholdRow line={line} place={place} />}
      </Window>
    </>
  );
}

function keyOf(line: Line): string {
  return "row" in line ? line.row.uuid : `group-${line.group}`;
}

/** Comes back to where somebody was in the list. */
function usePlace(isThere: boolean) {
  const done = useRef(false);
  useEffect(() => {
    if (isThere && !done.current) {
      done.current = true;
      scrollTo(0, kept.at);
    }
    const note = () => {
      kept.at = scrollY;
    };
    if (isThere) {
      addEventListener("scroll", note, { passive: true });
    }
    return () => removeEventListener("scroll", note);
  }, [isThere]);
}

function Tabs({ part, onPart }: { part: Part; onPart: (part: Part) => void }) {
  const { say } = useApp();
  return (
    <fieldset class="tabs" aria-label={say("which_part")}>
      {PARTS.map(([key, word]) => (
        <button type="button" key={key} aria-pressed={part === key} onClick={() => onPart(key)}>
          {say(word)}
        </button>
      ))}
    </fieldset>
  );
}

function Nothing({ part, search, onAll }: { part: Part; search: string; onAll: () => void }) {
  const { say, go } = useApp();
  if (search) {
    return (
      <Empty title={say("none_found", { text: search })}>
        <Button icon="house" onClick={() => go("found")}>
          {say("found_household")}
        </Button>
      </Empty>
    );
  }
  return <Empty title={say(EMPTY[part])}>{part !== "all" && <Button onClick={onAll}>{say("show_all")}</Button>}</Empty>;
}
