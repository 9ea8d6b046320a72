/** The button that opens the browser's print dialog. Without this file the page says which keys do it. */

export function startPrinting(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
    for (const words of page.querySelectorAll<HTMLElement>("[data-without-scripts]")) words.hidden = true;
  }
}
