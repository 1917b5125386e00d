/* What the person laid over the picture, and how each act changes it. Pure: every act gives a new value.
   A box with a `zone` follows the outline of the document until somebody touches it. */

import { covers, grown, joined, kept, touches, turned } from "./boxes.js";
import { DOCUMENTS, outline, zoneBox } from "./documents.js";

export const NOTHING = { kind: "", corners: null, boxes: [], turns: 0, next: 1 };

export function add(marks, name, box, zone = null) {
  return { ...marks, next: marks.next + 1, boxes: [...marks.boxes, { ...kept(box), id: marks.next, name, zone }] };
}

export const remove = (marks, id) => ({ ...marks, boxes: marks.boxes.filter((box) => box.id !== id) });

export const rename = (marks, id, name) =>
  ({ ...marks, boxes: marks.boxes.map((box) => (box.id === id ? { ...box, name } : box)) });

export const change = (marks, id, make) =>
  ({ ...marks, boxes: marks.boxes.map((box) => (box.id === id ? { ...box, ...make(box), zone: null } : box)) });

/* Another kind of document: a fresh outline with its boxes; those that somebody drew or moved stay. */
export function choose(marks, kind, aspect) {
  const own = { ...marks, kind, corners: null, boxes: marks.boxes.filter((box) => box.zone === null) };
  if (!kind) return own;
  const corners = outline(kind, aspect);
  return DOCUMENTS[kind].zones.reduce(
    (sofar, [name], zone) => add(sofar, name, zoneBox(kind, zone, corners), zone), { ...own, corners },
  );
}

/* Corners of the outline move (two of them: an edge), and the boxes that follow it with them. */
export function bend(marks, which, x, y) {
  const within = (value) => Math.min(Math.max(value, 0), 1);
  const corners = marks.corners.map((at, i) => (which.includes(i) ? [within(at[0] + x), within(at[1] + y)] : at));
  const follow = (box) => (box.zone === null ? box : { ...box, ...zoneBox(marks.kind, box.zone, corners) });
  return { ...marks, corners, boxes: marks.boxes.map(follow) };
}

/* A quarter clockwise. A document lies upright again, so its outline begins anew; `aspect` is that of the turned picture. */
export function turn(marks, aspect) {
  const boxes = marks.boxes.map((box) => (box.zone === null ? { ...box, ...turned(box) } : box));
  return choose({ ...marks, turns: (marks.turns + 1) % 4, boxes }, marks.kind, aspect);
}

/* What the browser itself recognised: a box that lies there already grows over it, else there is a new one. */
export function see(marks, name, found) {
  const seen = grown(found, name === "qr" ? 0.08 : 0.3);
  const there = marks.boxes.find((box) => touches(box, found) && (box.name === name || box.name === "second"));
  if (!there) return add(marks, name, seen);
  if (covers(there, found)) return marks;
  return { ...marks, boxes: marks.boxes.map((box) => (box === there ? { ...box, ...joined(box, seen), zone: null } : box)) };
}
