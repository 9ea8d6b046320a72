/** Reports: arrow keys move through the sheet; a side of a comparison shows only the fields of its kind. */

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function startReports(page: Document): void {
  const sheet = page.querySelector<HTMLTableElement>("[data-sheet] table");
  if (sheet) moveByKeys(sheet);
  // On a phone the panel lies below the sheet: what was chosen there must come into sight.
  page.addEventListener("htmx:afterSwap", () => {
    page.querySelector("#cell-panel")?.scrollIntoView({ block: "nearest" });
  });
  for (const side of page.querySelectorAll<HTMLElement>("[data-side]")) showByKind(side);
}

/** One stop for the Tab key instead of thousands: within the sheet the arrow keys move, Enter chooses. */
function moveByKeys(sheet: HTMLTableElement): void {
  const links = [...sheet.querySelectorAll<HTMLAnchorElement>("td a")];
  let here = links.find((link) => link.hasAttribute("aria-current")) ?? links[0];
  for (const link of links) link.tabIndex = link === here ? 0 : -1;
  const stand = (link: HTMLAnchorElement): void => {
    if (here) here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
  };
  sheet.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const next = step && here && neighbour(sheet, here, step);
    if (!next) return;
    event.preventDefault();
    stand(next);
    next.focus();
  });
  sheet.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("td a");
    if (!link) return;
    for (const old of sheet.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    stand(link);
  });
}

/** The cell next to one, found where it is drawn: merged cells cover several lines and columns. */
function neighbour(
  sheet: HTMLTableElement,
  link: HTMLElement,
  [down, right]: [number, number],
): HTMLAnchorElement | undefined {
  const cell = link.closest("td");
  if (!cell) return undefined;
  const box = cell.getBoundingClientRect();
  const x = right ? (right > 0 ? box.right + 4 : box.left - 4) : box.left + 4;
  const y = down ? (down > 0 ? box.bottom + 4 : box.top - 4) : box.top + 4;
  for (const row of sheet.tBodies[0]?.rows ?? []) {
    for (const other of row.cells) {
      const area = other.getBoundingClientRect();
      if (area.left <= x && x < area.right && area.top <= y && y < area.bottom)
        return other.querySelector("a") ?? undefined;
    }
  }
  return undefined;
}

function showByKind(side: HTMLElement): void {
  const kind = side.querySelector<HTMLSelectElement>("select[name$=kind]");
  const show = (): void => {
    for (const part of side.querySelectorAll<HTMLElement>("[data-for]")) {
      part.hidden = !part.dataset.for?.split(" ").includes(kind?.value ?? "");
    }
  };
  kind?.addEventListener("change", show);
  show();
}
