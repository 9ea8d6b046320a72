/** What every page loads: the theme, htmx with everything switched off that the policy forbids, and small comforts.
 *
 * Every page reads and submits without this file.
 */

import "./tabler.scss";
import "./colours.css";
import "./theme.css";
import "./frame.css";
import "./menus.css";
import "./nav.css";
import "./parts.css";
import "./figures.css";
import "./file.css";
import "./pages.css";
import "./forms.css";
import "./dialogs.css";
import "./filters.css";
import "./ledger.css";
import "./people.css";
import "./imports.css";
import "./exports.css";
import "./duplicates.css";
import "./plans.css";
import "./headquarters.css";
import "./reports.css";
import "./phones.css";
import "./notices.css";
import "./surveys.css";
import "./breakdown.css";
import "./checks.css";
import "./warnings.css";
import "./briefings.css";
import "./referrals.css";
import "./papers.css";
import "./transfers.css";
import "./ways.css";
import "./duty.css";
import "./print.css";
import htmx from "htmx.org";
import { startCopying } from "./copying.ts";
import { startDialogs } from "./dialogs.ts";
import { startDuty } from "./duty.ts";
import { startFolds } from "./folds.ts";
import { startForms } from "./forms.ts";
import { startImports } from "./imports.ts";
import { startKeys } from "./keys.ts";
import { startLedger } from "./ledger.ts";
import { startMenus } from "./menus.ts";
import { startPrinting } from "./printing.ts";
import { startReports } from "./reports.ts";
import { startReveal } from "./reveal.ts";
import { startTyping } from "./typing.ts";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;

document.documentElement.classList.add("has-scripts");
startMenus(document);
startCopying(document);
startDialogs(document);
startDuty(document);
startFolds(document);
startForms(document);
startImports(document);
startKeys(document);
startLedger(document);
startPrinting(document);
startReports(document);
startReveal(document);
startTyping(document);
