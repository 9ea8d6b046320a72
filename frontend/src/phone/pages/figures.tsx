/** The four ratios of each village, counted from what is on this phone: 村、组、户、人、项. */

import { useEffect } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Nav } from "../parts/nav.tsx";
import { Empty, Fault, Loading, Notice, Page, Progress } from "../parts/ui.tsx";
import type { Counts, Phone, Place, Survey } from "../types.ts";
import type { Word } from "../words/index.ts";

const RATIOS: [keyof Counts, Word][] = [
  ["group", "ratio_group"],
  ["household", "ratio_household"],
  ["person", "ratio_person"],
  ["item", "ratio_item"],
];

interface Shown {
  survey: Survey;
  villages: { village: Place; counts: Counts }[];
}

async function load(phone: Phone): Promise<Shown[]> {
  const [surveys, officer] = await Promise.all([phone.surveys(), phone.officer()]);
  const shown: Shown[] = [];
  for (const survey of surveys) {
    const villages = await Promise.all(
      officer.villages.map(async (village) => ({ village, counts: await phone.counts(village.key, survey.uuid) })),
    );
    shown.push({ survey, villages: villages.filter((one) => one.counts.household.total > 0) });
  }
  return shown.filter((one) => one.villages.length);
}

export function Figures() {
  const { phone, say } = useApp();
  const shown = useLoad(() => load(phone), [phone]);
  useEffect(() => phone.on("changed", shown.again), [phone]);
  return (
    <Page title={say("figures")} foot={<Nav at="figures" />}>
      {shown.fault !== undefined && <Fault fault={shown.fault} again={shown.again} />}
      {!shown.value && shown.fault === undefined && <Loading />}
      {shown.value?.length === 0 && <Empty title={say("no_survey")} />}
      {shown.value?.map(({ survey, villages }) =>
        villages.map(({ village, counts }) => (
          <section class="sheet" key={`${survey.uuid}-${village.key}`}>
            <h2>
              {village.name} · {survey.name}
            </h2>
            {RATIOS.map(([key, word]) => (
              <Line key={key} word={word} {...counts[key]} />
            ))}
          </section>
        )),
      )}
      {shown.value && shown.value.length > 0 && <Notice>{say("figures_hint")}</Notice>}
    </Page>
  );
}

function Line({ word, done, total }: { word: Word; done: number; total: number }) {
  const { say } = useApp();
  const missing = total - done;
  return (
    <div class="ratio">
      <div>
        <span>{say(word)}</span>
        <b>{say("done_of", { done, total })}</b>
      </div>
      <Progress share={total ? done / total : 0} label={say(word)} />
      <small>{missing ? say("are_missing", { many: missing }) : say("nothing_missing")}</small>
    </div>
  );
}
