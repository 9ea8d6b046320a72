/** Reads the square code of a paper sheet: by the phone's own reader where there is one, else by one that is fetched. */

type Found = { rawValue: string }[];
type Detector = { detect(source: CanvasImageSource): Promise<Found> };
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/** A function that reads a frame; "" when there is no code on it. */
export type Reader = (frame: HTMLCanvasElement) => Promise<string>;

export async function openReader(): Promise<Reader> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own && (await own.getSupportedFormats().catch((): string[] => [])).includes("qr_code")) {
    const detector = new own({ formats: ["qr_code"] });
    return async (frame) => (await detector.detect(frame))[0]?.rawValue ?? "";
  }
  const { default: jsQR } = await import("jsqr");
  return async (frame) => {
    const seen = frame.getContext("2d", { willReadFrequently: true })?.getImageData(0, 0, frame.width, frame.height);
    return seen ? (jsQR(seen.data, seen.width, seen.height, { inversionAttempts: "dontInvert" })?.data ?? "") : "";
  };
}

/** Draw a picture as large as a reader needs it, no larger. */
export function frameOf(
  source: CanvasImageSource,
  width: number,
  height: number,
  into: HTMLCanvasElement,
): HTMLCanvasElement {
  const scale = Math.min(1, 800 / Math.max(width, height));
  into.width = Math.round(width * scale);
  into.height = Math.round(height * scale);
  into.getContext("2d", { willReadFrequently: true })?.drawImage(source, 0, 0, into.width, into.height);
  return into;
}
