/** Fast keying in the month of a village: one key fills a cell and goes on to the next day, arrows go anywhere.
 *
 * Without this file the cells are plain entries and the tab key goes on.
 */

export function startDuty(page: Document): void {
  const grid = page.querySelector<HTMLElement>("[data-duty-grid]");
  if (!grid) return;
  grid.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLInputElement) target.select();
  });
  grid.addEventListener("input", (event) => {
    const { target } = event;
    // A word that is still being composed (半) is not finished yet.
    if (!(target instanceof HTMLInputElement) || (event as InputEvent).isComposing || !target.value) return;
    step(target, 0, 1)?.focus();
  });
  grid.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const ways: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      Enter: [1, 0],
    };
    const way = ways[key];
    if (!way || !(target instanceof HTMLInputElement) || event.isComposing) return;
    event.preventDefault();
    step(target, ...way)?.focus();
  });
}

/** The next cell that can be typed into, so many lines and days away; none at the edge. */
function step(from: HTMLInputElement, lines: number, days: number): HTMLInputElement | null {
  let cell = from.closest("td");
  while (cell) {
    cell = lines ? below(cell, lines) : besides(cell, days);
    const found = cell?.querySelector("input");
    if (found) return found;
  }
  return null;
}

function besides(cell: Element, days: number): HTMLTableCellElement | null {
  const found = days > 0 ? cell.nextElementSibling : cell.previousElementSibling;
  return found instanceof HTMLTableCellElement && found.tagName === "TD" ? found : null;
}

function below(cell: HTMLTableCellElement, lines: number): HTMLTableCellElement | null {
  const row = cell.parentElement;
  const other = lines > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  return other instanceof HTMLTableRowElement ? (other.cells[cell.cellIndex] ?? null) : null;
}
