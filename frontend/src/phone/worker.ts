/**
 * The service worker of `/phone/`: keeps the shell and the built files, so that the app opens without signal.
 *
 * Nothing else is ever kept here. Packages, answers and pictures pass by untouched: they lie encrypted in IndexedDB.
 * A new version waits until every window is closed or the page asks for it; an open form is never interrupted.
 */

import list from "virtual:precache";
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";

type Told = Event & { data?: { kind?: string } };
type Scope = {
  SHELL_REVISION?: string;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "activate", told: (event: Event & { waitUntil(work: Promise<void>): void }) => void): void;
  addEventListener(kind: "message", told: (event: Told) => void): void;
};

const scope = self as unknown as Scope;

// The server writes the revision of the shell before this script: another shell makes another worker.
precacheAndRoute([...list, { url: "/phone/", revision: scope.SHELL_REVISION ?? "none" }], {
  cleanURLs: false,
  directoryIndex: "",
});
cleanupOutdatedCaches();
// By address alone: the server's answers vary by language and cookie, the shell does not, and offline nothing else helps.
addPlugins([{ cacheKeyWillBeUsed: async ({ request }) => new Request(request.url) }]);

// The page of the very first visit is served from here at once, or it would miss files when the signal goes.
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("message", (event) => {
  if (event.data?.kind === "use-new-version") {
    void scope.skipWaiting();
  }
});
