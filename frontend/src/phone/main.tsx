/** Opens the phone client. */

import { render } from "preact";
import { Root } from "./parts/root.tsx";
import { openPhone } from "./phone.ts";
import "../colours.css";
import "./phone.css";
import "./phone-lists.css";

const place = document.getElementById("phone");
if (place) {
  render(<Root phone={openPhone()} />, place);
}
