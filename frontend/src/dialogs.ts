/** The unfolding confirmations become real dialogs: focus stays inside, Escape leaves, the page behind is inert. */

export function startDialogs(page: Document): void {
  page.addEventListener(
    "click",
    (event) => {
      const summary = (event.target as Element).closest("details[data-confirm] > summary");
      if (summary) {
        event.preventDefault();
        open(summary.parentElement as HTMLDetailsElement);
        return;
      }
      if ((event.target as Element).closest("[data-close]")) {
        (event.target as Element).closest("dialog")?.close();
      }
    },
    true,
  );
}

function open(details: HTMLDetailsElement): void {
  const dialog = details.querySelector<HTMLDialogElement>("dialog") ?? wrap(details);
  // The form lives inside a closed <details>; the dialog must be rendered to be shown.
  details.open = true;
  dialog.showModal();
  dialog.querySelector<HTMLElement>("input:not([type=hidden]), textarea, button")?.focus();
}

function wrap(details: HTMLDetailsElement): HTMLDialogElement {
  const sheet = details.querySelector<HTMLFormElement>(".confirm-sheet");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  if (sheet) {
    const name = sheet.getAttribute("aria-label");
    if (name) dialog.setAttribute("aria-label", name);
    dialog.append(sheet);
  }
  details.append(dialog);
  dialog.addEventListener("close", () => {
    details.open = false;
    details.querySelector("summary")?.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}
