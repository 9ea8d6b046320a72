/** Pages that not every visit needs, in a file of their own: the list opens without them. */

import { CallsPage } from "../pages/calls.tsx";
import { CarryPage } from "../pages/carry.tsx";
import { ClassesPage } from "../pages/classes.tsx";
import { DutyPage } from "../pages/duty.tsx";
import { Figures } from "../pages/figures.tsx";
import { FoundPage } from "../pages/found.tsx";
import { MissingPage } from "../pages/missing.tsx";
import { MoneyPage } from "../pages/money.tsx";
import { NewcomerPage } from "../pages/newcomer.tsx";
import { OutcomePage } from "../pages/outcome.tsx";
import { PackPage } from "../pages/pack.tsx";
import { PicturePage } from "../pages/pictures.tsx";
import { ScanPage } from "../pages/scan.tsx";
import { SendPage } from "../pages/send.tsx";
import { SettingsPage } from "../pages/settings.tsx";
import { Today } from "../pages/today.tsx";
import { TripPage } from "../pages/trip.tsx";

export function Rest({ name, uuid, task }: { name: string; uuid: string; task: string }) {
  switch (name) {
    case "newcomer":
      return <NewcomerPage uuid={uuid} task={task} />;
    case "outcome":
      return <OutcomePage uuid={uuid} task={task} />;
    case "missing":
      return <MissingPage uuid={uuid} task={task} />;
    case "carry":
      return <CarryPage key={uuid} uuid={uuid} />;
    case "pack":
      return <PackPage key={uuid} village={uuid} />;
    case "calls":
      return <CallsPage key={uuid} uuid={uuid} />;
    case "duty":
      return <DutyPage />;
    case "money":
      return <MoneyPage />;
    case "classes":
      return <ClassesPage key={uuid} uuid={uuid} />;
    case "trip":
      return <TripPage key={uuid} uuid={uuid} part={task} />;
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
