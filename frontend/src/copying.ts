/** A button beside a text that is to be passed on. Without this file one marks the text and copies it by hand. */

/** Copies what stands in the field; the older way where the page was not fetched over https. */
async function copy(field: HTMLTextAreaElement): Promise<void> {
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
}

export function startCopying(page: Document): void {
  for (const field of page.querySelectorAll<HTMLTextAreaElement>("textarea[data-copy]")) {
    const button = page.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = field.dataset.copy ?? "";
    button.addEventListener("click", async () => {
      await copy(field).then(
        () => {
          button.textContent = field.dataset.copied ?? "";
        },
        // Refused by the browser: the text is marked, and one copies it by hand.
        () => field.focus(),
      );
    });
    field.after(button);
  }
}
