/** The pages of an open phone, by address. */

import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Asked } from "../pages/ask.tsx";
import { PackageGate } from "../pages/download.tsx";
import { HouseholdPage } from "../pages/household.tsx";
import { NoticePage } from "../pages/notice.tsx";
import { Today } from "../pages/today.tsx";
import { useApp } from "./app.ts";
import { Icon } from "./icons.tsx";
import { Loading } from "./ui.tsx";

export function Open({ path }: { path: string[] }) {
  const app = useApp();
  return (
    <>
      {!app.isOnline && (
        <div class="offline" role="status">
          <Icon name="offline" />
          <span>{app.say("offline")}</span>
        </div>
      )}
      <PackageGate>
        <Routed path={path} />
      </PackageGate>
    </>
  );
}

function Routed({ path }: { path: string[] }) {
  const [page = "", household = "", task = "", who = "", place = ""] = path;
  switch (page) {
    case "":
      return <Today />;
    case "household":
      return <HouseholdPage uuid={household} chosen={task} />;
    case "notice":
      return <NoticePage uuid={household} task={task} onward={who} />;
    case "ask":
      // By key: another person is another page, with nothing left of the one before.
      return <Asked key={`${task}/${who}`} uuid={household} task={task} who={who} place={place} />;
    default:
      return <Later name={page} uuid={household} task={task} />;
  }
}

type Rest = FunctionComponent<{ name: string; uuid: string; task: string }>;

/** Pages that not every visit needs: fetched after the first look at the list, from the phone's own store. */
function Later(props: { name: string; uuid: string; task: string }) {
  const [Rest, setRest] = useState<Rest>();
  useEffect(() => {
    void import("./rest.tsx").then((found) => setRest(() => found.Rest));
  }, []);
  return Rest ? <Rest {...props} /> : <Loading />;
}
