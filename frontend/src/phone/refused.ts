/** Refused by the server or by this phone: `message` is a key of the pages' words, or the server's own sentence. */
export class Refused extends Error {}
