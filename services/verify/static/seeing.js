/* What the browser itself can recognise, where it can; nothing is loaded for it and nothing leaves the browser. */

const CODES = ["qr_code", "data_matrix", "pdf417", "code_128"];

async function places(detector, picture) {
  const found = await detector.detect(picture);
  return found.map(({ boundingBox: { x, y, width, height } }) => ({
    left: x / picture.width, top: y / picture.height, width: width / picture.width, height: height / picture.height,
  }));
}

async function faces(picture) {
  if (!("FaceDetector" in globalThis)) return [];
  return (await places(new FaceDetector({ maxDetectedFaces: 4 }), picture)).map((box) => ["photo", box]);
}

async function codes(picture) {
  if (!("BarcodeDetector" in globalThis)) return [];
  const known = await BarcodeDetector.getSupportedFormats();
  const formats = CODES.filter((one) => known.includes(one));
  if (!formats.length) return [];
  return (await places(new BarcodeDetector({ formats }), picture)).map((box) => ["qr", box]);
}

/* Pairs of name and box. A detector that fails has found nothing: the person looks in any case. */
export async function recognised(picture) {
  const answers = await Promise.allSettled([faces(picture), codes(picture)]);
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}
