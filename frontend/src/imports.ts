/** The drop zone: files dropped or chosen are sent at once, with their progress; faults stand where the hand is. */

export function startImports(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-drop]")) start(form);
  // On a phone the tab the reader stands in may lie beyond the edge of its strip. The page itself stays where it is.
  for (const tab of page.querySelectorAll<HTMLElement>(".tabs [aria-current]")) {
    const strip = tab.closest("ul");
    if (strip) strip.scrollLeft += centre(tab) - centre(strip);
  }
}

function start(form: HTMLFormElement): void {
  const zone = form.querySelector<HTMLElement>("[data-drop-zone]");
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  if (!zone || !input) return;
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = (event as DragEvent).dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    send(form, input);
  });
  // A file that misses the zone must not open in place of the page.
  for (const name of ["dragover", "drop"]) form.ownerDocument.addEventListener(name, (event) => event.preventDefault());
  input.addEventListener("change", () => send(form, input));
}

function send(form: HTMLFormElement, input: HTMLInputElement): void {
  const files = [...(input.files ?? [])];
  if (!files.length) return;
  const progress = form.querySelector<HTMLElement>("[data-drop-progress]");
  const words = form.querySelector<HTMLElement>("[data-drop-words]");
  const bar = progress?.querySelector("progress");
  if (!progress || !words || !bar) return;
  progress.hidden = false;
  bar.hidden = false;
  const say = (key: string, more = ""): void => {
    words.textContent = `${words.dataset[key] ?? ""} ${more}`.trim();
  };
  const largest = Number(form.dataset.largest ?? 0);
  const tooLarge = files.find((file) => largest > 0 && file.size > largest);
  if (tooLarge) {
    bar.hidden = true;
    say("tooLarge", tooLarge.name);
    input.value = "";
    return;
  }
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((100 * event.loaded) / event.total);
    say("sending", `${files.map((file) => file.name).join(", ")} ${bar.value}%`);
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    say("arrived");
  });
  request.addEventListener("load", () => {
    if (request.status === 200) window.location.assign(request.responseURL);
    else showFaults(form, request.responseText);
  });
  request.addEventListener("error", () => {
    bar.hidden = true;
    say("lost");
    input.value = "";
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
}

/** What was refused stands in the zone; what was taken beside it is in the list already. */
function showFaults(form: HTMLFormElement, html: string): void {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const list = form.closest("[data-imports]");
  const fresh = answer.querySelector("[data-imports]");
  const drop = answer.querySelector("form[data-drop]");
  if (list && fresh) list.replaceWith(fresh);
  else if (drop) form.replaceWith(drop);
  else {
    const words = form.querySelector<HTMLElement>("[data-drop-words]");
    if (words) words.textContent = answer.querySelector("h1")?.textContent ?? "";
    return;
  }
  startImports(document);
  document.querySelector<HTMLElement>("form[data-drop] [data-focus]")?.focus();
}

/** Where the middle of an element stands, from the left edge of the window. */
function centre(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
