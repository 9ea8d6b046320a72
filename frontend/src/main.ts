/** What every page loads: the theme, and htmx with everything switched off that the security policy forbids. */

import "@tabler/core/dist/css/tabler.min.css";
import "./theme.css";
import "@tabler/core/dist/js/tabler.min.js";
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
