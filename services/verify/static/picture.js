/* From a file to pixels: decoded by the browser, upright by what the camera noted, turned by the person, not too large. */

export const LONGEST = 2400;

export class Undecodable extends Error {}

export async function decoded(file) {
  if (file.type === "application/pdf" || /\.pdf$/i.test(file.name)) throw new Undecodable("pdf");
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return byElement(file);
  }
}

/* Some browsers open more kinds of pictures in a page than they hand to a script. */
async function byElement(file) {
  const image = new Image();
  const address = URL.createObjectURL(file);
  image.src = address;
  try {
    await image.decode();
    return image;
  } catch {
    throw new Undecodable("kind");
  } finally {
    URL.revokeObjectURL(address);
  }
}

/* A canvas with the picture after so many quarter turns clockwise. */
export function laid(source, turns) {
  const [wide, high] = [source.naturalWidth ?? source.width, source.naturalHeight ?? source.height];
  const scale = Math.min(1, LONGEST / Math.max(wide, high));
  const [width, height] = [Math.round(wide * scale), Math.round(high * scale)];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = turns % 2 ? [height, width] : [width, height];
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(source, -width / 2, -height / 2, width, height);
  return canvas;
}
