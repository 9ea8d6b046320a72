/** Pages that not every visit needs, in a file of their own: the list opens without them. */

import { Figures } from "../pages/figures.tsx";
import { FoundPage } from "../pages/found.tsx";
import { NewcomerPage } from "../pages/newcomer.tsx";
import { PicturePage } from "../pages/pictures.tsx";
import { ScanPage } from "../pages/scan.tsx";
import { SendPage } from "../pages/send.tsx";
import { SettingsPage } from "../pages/settings.tsx";
import { Today } from "../pages/today.tsx";

export function Rest({ name, uuid, task }: { name: string; uuid: string; task: string }) {
  switch (name) {
    case "newcomer":
      return <NewcomerPage uuid={uuid} task={task} />;
    case "pictures":
      return <PicturePage uuid={uuid} task={task} />;
    case "found":
      return <FoundPage />;
    case "scan":
      return <ScanPage />;
    case "send":
      return <SendPage />;
    case "figures":
      return <Figures />;
    case "settings":
      return <SettingsPage />;
    default:
      return <Today />;
  }
}
