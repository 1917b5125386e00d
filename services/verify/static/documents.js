/* Where photos and strips stand on the side that is sent, per kind of document, in millimetres: left, top, width,
   height. A citizen service number or a QR code stands on the back of every document that is still valid. */

import { around } from "./boxes.js";

const CARD = [85.6, 54];
const PASSPORT = [125, 88];

export const DOCUMENTS = {
  passport: { size: PASSPORT, zones: [
    ["photo", [3.5, 13, 39.5, 50]], ["second", [98, 35, 21.5, 26.5]], ["second", [101, 12.5, 18.5, 22]], ["mrz", [0, 64.8, 125, 23.2]],
  ] },
  card: { size: CARD, zones: [["photo", [2.5, 11, 28.5, 38]], ["second", [67, 30, 14.5, 19]], ["second", [69.5, 10, 13.5, 16]]] },
  licence: { size: CARD, zones: [["photo", [2.5, 10.5, 25, 32]], ["second", [66, 21, 15, 20]], ["mrz", [0, 44.5, 85.6, 9.5]]] },
  permit: { size: CARD, zones: [["photo", [2.5, 11, 26, 33]], ["second", [68, 28, 14, 18]]] },
};

/* The outline to begin with: the document upright in the middle, nine tenths of the picture. `aspect`: width / height. */
export function outline(kind, aspect) {
  const [wide, high] = DOCUMENTS[kind].size;
  const shape = wide / high / aspect;
  const width = 0.9 * Math.min(1, shape);
  const height = width / shape;
  const [left, top] = [(1 - width) / 2, (1 - height) / 2];
  return [[left, top], [left + width, top], [left + width, top + height], [left, top + height]];
}

/* A place on the document (fractions of it) as a place on the picture, by the four corners of the outline. */
function placed([u, v], [a, b, c, d]) {
  const blend = (i) => (1 - v) * ((1 - u) * a[i] + u * b[i]) + v * ((1 - u) * d[i] + u * c[i]);
  return [blend(0), blend(1)];
}

/* The box around zone number `zone` of a document that lies within `corners`. */
export function zoneBox(kind, zone, corners) {
  const { size: [wide, high], zones } = DOCUMENTS[kind];
  const [, [left, top, width, height]] = zones[zone];
  const edges = [[left, top], [left + width, top], [left + width, top + height], [left, top + height]];
  return around(edges.map(([x, y]) => placed([x / wide, y / high], corners)));
}
