/** Ledger comforts: tick all, the bar of acts shows with the number ticked, tick all columns. */

export function startLedger(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-bulk]")) bulk(form);
  for (const acts of page.querySelectorAll<HTMLElement>("[data-tick-all]")) columns(acts);
}

function bulk(form: HTMLFormElement): void {
  const all = form.querySelector<HTMLInputElement>("[data-pick-all]");
  const bar = form.querySelector<HTMLElement>("[data-bulk-bar]");
  const words = form.querySelector<HTMLElement>("[data-picked]");
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[name=pick]")];
  const sentence = words?.textContent?.trim() ?? "";
  const refresh = (): void => {
    const picked = boxes.filter((box) => box.checked).length;
    if (bar) bar.hidden = picked === 0;
    if (words) words.textContent = `${sentence} (${picked})`;
    if (all) {
      all.checked = picked > 0 && picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
  };
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    refresh();
  });
  form.addEventListener("change", refresh);
  refresh();
}

function columns(acts: HTMLElement): void {
  acts.hidden = false;
  const boxes = acts.closest("form")?.querySelectorAll<HTMLInputElement>("input[name=column]") ?? [];
  acts.addEventListener("click", (event) => {
    const which = (event.target as HTMLElement).dataset.tick;
    if (which) for (const box of boxes) box.checked = which === "all";
  });
}
