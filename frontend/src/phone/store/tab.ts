/** One tab alone works: two would count the same operation numbers. */

const forever = () => new Promise<never>(() => {});

/** Whether this tab has the phone. If not, `mine` is called once it gets it; the browser frees it when a tab dies. */
export function holdPhone(name: string, mine: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      if (lock) return forever();
      navigator.locks.request(name, () => {
        mine();
        return forever();
      });
    });
  });
}
