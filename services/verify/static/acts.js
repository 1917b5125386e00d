/* What buttons and keys do to the chosen box or handle of the outline. One step each, which can be undone. */

import { moved, sized } from "./boxes.js";
import { add, bend, change, remove } from "./marks.js";
import { tell } from "./words.js";

const STEP = 0.01;
const MOVES = { left: [-STEP, 0], right: [STEP, 0], up: [0, -STEP], down: [0, STEP] };
const SIZES = { narrower: [-STEP, 0], wider: [STEP, 0], lower: [0, -STEP], taller: [0, STEP] };
const FRESH = { width: 0.2, height: 0.12 };

export function actsOn(stage, book) {
  let chosen = null;
  const hearers = [];
  const choose = (next) => {
    chosen = next;
    stage.select(chosen);
    hearers.forEach((hear) => hear(chosen));
  };
  const box = () => book.now.boxes.find((one) => one.id === chosen?.id);

  function move(name) {
    const [x, y] = MOVES[name];
    if (box()) book.change(change(book.now, chosen.id, (one) => moved(one, x, y)));
    else if (chosen?.which && book.now.corners) book.change(bend(book.now, chosen.which, x, y));
  }

  function size(name) {
    if (box()) book.change(change(book.now, chosen.id, (one) => sized(one, ...SIZES[name])));
  }

  function drop(id = chosen?.id) {
    const place = book.now.boxes.findIndex((one) => one.id === id);
    if (place < 0) return;
    book.change(remove(book.now, id));
    const { boxes } = book.now;
    const next = boxes[Math.min(place, boxes.length - 1)];
    choose(next ? { id: next.id } : null);
    tell("removed", { n: place + 1 });
    return next;
  }

  function fresh() {
    const [x, y] = stage.middle();
    book.change(add(book.now, "other", { left: x - FRESH.width / 2, top: y - FRESH.height / 2, ...FRESH }));
    choose({ id: book.now.boxes.at(-1).id });
    tell("added", { n: book.now.boxes.length });
  }

  function undo() {
    if (!book.undo()) return;
    if (chosen?.id && !box()) choose(null);
    tell("undone");
  }

  return { choose, move, size, drop, fresh, undo, MOVES, SIZES, onChoice: (hear) => hearers.push(hear), get chosen() { return box() ? "box" : chosen?.which ? "grip" : ""; } };
}
