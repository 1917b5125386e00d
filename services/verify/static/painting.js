/* The picture as it will be sent: fresh pixels, the watermark, and black boxes on top of everything. */

import { inPixels } from "./boxes.js";
import { stamp } from "./watermark.js";

const KIND = "image/jpeg";
const QUALITY = 0.9;

/* Picture and watermark, on a canvas of the same size. */
export function lay(canvas, picture, words) {
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  stamp(context, canvas.width, canvas.height, words);
  return context;
}

/* The encoded file. A canvas knows nothing of place, time or device, so neither does the file. */
export async function finished(picture, boxes, words) {
  const canvas = document.createElement("canvas");
  const context = lay(canvas, picture, words);
  context.fillStyle = "#000";
  for (const box of boxes) {
    const { x, y, width, height } = inPixels(box, canvas.width, canvas.height);
    context.fillRect(x, y, width, height);
  }
  const file = await new Promise((resolve) => { canvas.toBlob(resolve, KIND, QUALITY); });
  if (!file) throw new Error("the browser could not encode the picture");
  return file;
}
