/** Draws the charts of a page. Loaded only on pages that have one; without it the table behind each chart is read.
 *
 * A chart is <figure data-chart> with a drawing place, its option as JSON in a script that is never run, and a table.
 */

import "./charts.css";
import { echarts } from "./charts/library.ts";
import { resolve } from "./charts/resolve.ts";
import { NARROW } from "./charts/shapes.ts";

type Drawn = ReturnType<typeof echarts.init>;

const drawn = new Map<HTMLElement, Drawn>();

function draw(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>("[data-chart-drawing]");
  const source = figure.querySelector("script[type='application/json']");
  if (!place || !source?.textContent || drawn.has(place)) return;
  // Not shown here, as a map of flows on a phone: its table stays open instead.
  if (getComputedStyle(place).display === "none") {
    figure.classList.add("is-drawn");
    return;
  }
  const style = getComputedStyle(figure);
  const setting = {
    language: document.documentElement.lang,
    font: style.fontFamily,
    scale: Number(style.getPropertyValue("--chart-scale")) || 1,
    colour: (token: string) => style.getPropertyValue(`--${token}`).trim() || "currentcolor",
  };
  // The spacer kept the room while nothing was drawn, so that nothing jumps.
  const spacer = place.querySelector("svg");
  if (spacer) {
    // On the big screen the drawing fills its panel instead.
    if (!figure.closest("[data-screen]")) {
      const narrow = place.clientWidth <= NARROW && spacer.dataset.narrowHeight;
      place.style.minHeight = `${narrow || spacer.getAttribute("height")}px`;
    }
    spacer.remove();
  }
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(resolve(JSON.parse(source.textContent), setting));
  chart.on("click", (event) => {
    const href = (event.data as { href?: string } | undefined)?.href;
    if (href) window.location.assign(href);
  });
  drawn.set(place, chart);
  measure(place, chart);
  figure.classList.add("is-drawn");
  for (const table of figure.querySelectorAll<HTMLDetailsElement>("details[data-chart-table]")) table.open = false;
  sizes.observe(place);
}

const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const place = target as HTMLElement;
    const chart = drawn.get(place);
    chart?.resize();
    if (chart) measure(place, chart);
  }
});

/** Let the drawing be scaled as a whole: paper is narrower than the screen, and nothing is drawn anew for it. */
function measure(place: HTMLElement, chart: Drawn): void {
  place.querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
}

function drawAll(part: ParentNode): void {
  for (const figure of part.querySelectorAll<HTMLElement>("figure[data-chart]")) draw(figure);
}

/** A part of the page that was replaced takes its charts with it. */
function forgetRemoved(): void {
  for (const [place, chart] of drawn) {
    if (place.isConnected) continue;
    sizes.unobserve(place);
    chart.dispose();
    drawn.delete(place);
  }
}

drawAll(document);
document.addEventListener("htmx:afterSwap", () => {
  forgetRemoved();
  drawAll(document);
});
