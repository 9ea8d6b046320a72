/** Keyboard shortcuts for people who work in the ledger all day. "/" goes to the search. */

export function startKeys(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(page.activeElement)) return;
    // One selector with a comma would give the first of the document, which is the bar's.
    const find = page.querySelector<HTMLInputElement>("main [data-find]") ?? page.querySelector("[data-find]");
    if (!find) return;
    event.preventDefault();
    (find as HTMLInputElement).focus();
    (find as HTMLInputElement).select();
  });
}

function isTyping(element: Element | null): boolean {
  return !!element?.closest("input, textarea, select, [contenteditable]");
}
