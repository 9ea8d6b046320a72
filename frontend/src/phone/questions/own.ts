/** Whether an object itself has a key: "constructor" is no answer. */
export const has = (map: object, key: string): boolean =>
  // biome-ignore lint/suspicious/noPrototypeBuiltins: browsers of 2017's phones need not know Object.hasOwn
  Object.prototype.hasOwnProperty.call(map, key);
