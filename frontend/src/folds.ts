/** Folds open for what is asked for inside them: the part named in the address, and everything on paper. */

function openFor(page: Document, hash: string): void {
  const part = hash ? page.getElementById(decodeURIComponent(hash.slice(1))) : null;
  for (let fold = part?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  part?.scrollIntoView();
}

export function startFolds(page: Document): void {
  const fold = () => openFor(page, window.location.hash);
  window.addEventListener("hashchange", fold);
  if (window.location.hash) fold();
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    opened = [...page.querySelectorAll<HTMLDetailsElement>("details[data-print-open]:not([open])")];
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}
