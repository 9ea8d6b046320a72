/** The big screen: panels follow each other by themselves, keys stop and move them, and new figures replace the old.
 *
 * Without this file all panels stand below each other.
 */

import "./screens.css";

const SECONDS = 20;

const screen = document.querySelector<HTMLElement>("[data-screen]");
if (screen) run(screen);

function run(screen: HTMLElement): void {
  let now = 0;
  let paused = false;
  let left = SECONDS;

  const panels = (): HTMLElement[] => [...screen.querySelectorAll<HTMLElement>("[data-panel]")];
  const show = (number: number): void => {
    const all = panels();
    now = all.length ? (number + all.length) % all.length : 0;
    all.forEach((panel, n) => {
      panel.classList.toggle("is-now", n === now);
    });
    for (const [n, dot] of [...screen.querySelectorAll<HTMLElement>("[data-panel-dot]")].entries()) {
      if (n === now) dot.setAttribute("aria-current", "true");
      else dot.removeAttribute("aria-current");
    }
    left = SECONDS;
  };
  const pause = (stop: boolean): void => {
    paused = stop;
    for (const button of screen.querySelectorAll<HTMLElement>("[data-screen-pause]")) {
      button.setAttribute("aria-pressed", String(stop));
    }
  };

  document.documentElement.classList.add("is-cycling");
  for (const button of screen.querySelectorAll<HTMLElement>("[data-screen-pause]")) button.hidden = false;
  show(0);
  window.setInterval(() => {
    // Who reads by keyboard must not lose the place: a panel that holds the focus stays.
    if (paused || panels()[now]?.contains(document.activeElement)) return;
    left -= 1;
    if (left <= 0) show(now + 1);
  }, 1000);

  screen.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-screen-pause]")) pause(!paused);
    const dot = target.closest("[data-panel-dot]");
    if (dot) show([...screen.querySelectorAll("[data-panel-dot]")].indexOf(dot));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = (event.target as Element).closest("a, button") !== null;
    if (event.key === " " && !isButton) pause(!paused);
    else if (event.key === "ArrowRight") show(now + 1);
    else if (event.key === "ArrowLeft") show(now - 1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    // Signed out, or the program was replaced: whatever came is no set of panels, and the page itself says more.
    if (!xhr.responseText.includes("data-panel")) {
      event.preventDefault();
      if (xhr.status < 500) window.location.reload();
    }
  });
  document.addEventListener("htmx:afterSwap", () => show(now));
}
