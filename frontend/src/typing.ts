/** Typing in a paper sheet by keyboard alone. Without this file Enter saves, and Tab goes from field to field. */

const PART = "[data-typing-part]";

export function startTyping(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-typing]")) follow(form);
}

function follow(form: HTMLFormElement): void {
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && event.ctrlKey) return save(form, event);
    if (!(field instanceof HTMLInputElement) || field.type !== "text") return;
    if (event.key === "Enter") go(event, asked(field) ?? beside(form, field, 1), field);
    else if (event.key === "ArrowDown") go(event, beside(form, field, 1));
    else if (event.key === "ArrowUp") go(event, beside(form, field, -1));
    else if (event.key === "PageDown") go(event, first(form, field, 1));
    else if (event.key === "PageUp") go(event, first(form, field, -1));
  });
  form.addEventListener("input", () => shut(form));
  shut(form);
  const wrong = form.querySelector<HTMLElement>("[aria-invalid]");
  (wrong ?? fields(form)[0])?.focus();
}

function save(form: HTMLFormElement, event: Event): void {
  event.preventDefault();
  form.requestSubmit();
}

/** What stands behind a leading question is passed over until that is answered with the first of its answers. */
function shut(form: HTMLFormElement): void {
  for (const line of form.querySelectorAll<HTMLElement>("[data-gate]")) {
    const gate = form.elements.namedItem(line.dataset.gate ?? "");
    if (!(gate instanceof HTMLInputElement)) continue;
    const known = gate.closest("li")?.querySelector(".is-known small")?.textContent ?? "";
    line.classList.toggle("is-shut", (gate.value.trim() || known) !== "1");
  }
}

function fields(form: Element): HTMLInputElement[] {
  const all = form.querySelectorAll<HTMLInputElement>(".typing-line:not(.is-shut) > input[type=text]");
  return [...all];
}

function beside(form: HTMLFormElement, field: HTMLInputElement, step: 1 | -1): HTMLElement | null {
  const all = fields(form);
  return all[all.indexOf(field) + step] ?? (step === 1 ? form.querySelector("[type=submit]") : null);
}

function first(form: HTMLFormElement, field: HTMLInputElement, step: 1 | -1): HTMLElement | null {
  const parts = [...form.querySelectorAll(PART)];
  const part = parts[parts.indexOf(field.closest(PART) as Element) + step];
  return part ? (fields(part)[0] ?? null) : form.querySelector("[type=submit]");
}

const LEAP = /^[.。](\d+)$/;

/** ".12" leads to question 12 of the same person; where that is not asked one stays, or its answer would go elsewhere. */
function asked(field: HTMLInputElement): HTMLElement | null {
  const number = LEAP.exec(field.value.trim())?.[1];
  if (!number) return null;
  const line = `.typing-line:not(.is-shut) [data-number="${number}"]`;
  return field.closest(PART)?.querySelector<HTMLElement>(line) ?? field;
}

function go(event: Event, to: HTMLElement | null, from?: HTMLInputElement): void {
  event.preventDefault();
  if (from && LEAP.test(from.value.trim())) from.value = "";
  to?.focus();
  if (to instanceof HTMLInputElement) to.select();
}
