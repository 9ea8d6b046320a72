/** New versions of the app: fetched in the background, used only when somebody says so or when it is opened anew. */

let waiting: ServiceWorker | null = null;
const heard = new Set<(is: boolean) => void>();

/** Keep the app on the phone and watch for a newer one. Without a service worker it needs signal to open. */
export function watchVersions(): void {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  void navigator.serviceWorker.register("/phone/sw.js", { scope: "/phone/", updateViaCache: "none" }).then(
    (registration) => {
      note(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const coming = registration.installing;
        coming?.addEventListener("statechange", () => {
          if (coming.state === "installed" && navigator.serviceWorker.controller) {
            note(coming);
          }
        });
      });
    },
    // No signal on the very first opening, or a browser that forbids it: the app works as long as the page is open.
    () => undefined,
  );
}

function note(worker: ServiceWorker | null): void {
  if (worker && navigator.serviceWorker.controller) {
    waiting = worker;
    for (const hear of heard) {
      hear(true);
    }
  }
}

/** Hear now and later whether a newer version waits. Returns what ends it. */
export function onNewVersion(hear: (is: boolean) => void): () => void {
  heard.add(hear);
  hear(waiting !== null);
  return () => heard.delete(hear);
}

/** Start the newer version. Only from pages on which nothing is being written. */
export function useNewVersion(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage({ kind: "use-new-version" });
}
