/** A revealed value replaces its mask, counts down in words, and goes away by itself. */

interface RequestEvent extends CustomEvent {
  detail: { elt: Element; successful: boolean; xhr: XMLHttpRequest };
}

export function startReveal(page: Document): void {
  page.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful, xhr } = (event as RequestEvent).detail;
    if (!elt.matches("form[data-reveal]")) return;
    const place = elt.closest("[data-masked]");
    if (successful && place) {
      elt.closest("dialog")?.close();
      (elt as HTMLFormElement).reset();
      show(place, xhr.responseText);
    } else {
      tell(elt, xhr);
    }
  });
}

/** Put the value beside its mask for as long as the server said. */
function show(place: Element, html: string): void {
  const answer = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-revealed]");
  if (!answer) return;
  const mask = place.querySelector<HTMLElement>(".masked-text");
  const opener = place.querySelector<HTMLElement>("details");
  place.querySelector("[data-revealed]")?.remove();
  place.prepend(answer);
  setHidden([mask, opener], true);
  answer.tabIndex = -1;
  answer.focus();
  const until = Date.now() + Number(answer.dataset.revealed ?? "30") * 1000;
  const clock = answer.querySelector<HTMLElement>("[data-left]");
  const tick = window.setInterval(() => {
    // By the clock, not by counting: a sleeping laptop must not keep the value on its screen.
    const left = Math.ceil((until - Date.now()) / 1000);
    if (clock) clock.textContent = `${Math.max(left, 0)} s`;
    if (left > 0) return;
    window.clearInterval(tick);
    answer.remove();
    setHidden([mask, opener], false);
  }, 500);
}

function setHidden(elements: (HTMLElement | null)[], hidden: boolean): void {
  for (const element of elements) if (element) element.hidden = hidden;
}

/** A refusal stands in the dialog, where the hand is. A fresh sign-in that is asked for is followed. */
function tell(form: Element, xhr: XMLHttpRequest): void {
  const fault = form.querySelector<HTMLElement>(".confirm-fault");
  if (!fault) return;
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const sentence = answer.querySelector("[data-fault], .error-page h1");
  const isText = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
  fault.textContent = sentence?.textContent ?? (isText ? xhr.responseText : xhr.statusText);
  fault.hidden = false;
}
