/** Menus are <details>; here they learn to close when the reader turns elsewhere. */

export function startMenus(page: Document): void {
  page.addEventListener("click", (event) => {
    for (const menu of openMenus(page)) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus(page)) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  page.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (!(next instanceof Node)) return;
    for (const menu of openMenus(page)) if (!menu.contains(next)) menu.open = false;
  });
}

function openMenus(page: Document): NodeListOf<HTMLDetailsElement> {
  return page.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}
