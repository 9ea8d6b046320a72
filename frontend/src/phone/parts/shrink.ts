/** Makes a picture small enough for a village's signal: at most 200 kB, and the longer side at most 1,600 points. */

const MOST_BYTES = 200_000;
const LONGEST = 1600;

export async function shrink(picture: Blob): Promise<Blob> {
  const image = await createImageBitmap(picture);
  let scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  try {
    for (;;) {
      for (const quality of [0.8, 0.65, 0.5, 0.35]) {
        const found = await drawn(image, scale, quality);
        if (found.size <= MOST_BYTES || (scale < 0.1 && quality < 0.5)) {
          return found;
        }
      }
      scale *= 0.7;
    }
  } finally {
    image.close();
  }
}

/** JPEG, drawn anew: what the camera wrote beside the picture (place, device) does not come along. */
async function drawn(image: ImageBitmap, scale: number, quality: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return asBlob(canvas, "image/jpeg", quality);
}

export function asBlob(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), type, quality);
  });
}
