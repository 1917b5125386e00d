/* Mouse, pen and finger: move a box, pull one of its corners, bend the outline, or draw a new box.
   A finger on the bare picture scrolls it, unless drawing was asked for. */

import { around, moved, pulled, SMALLEST } from "./boxes.js";
import { add, bend, change } from "./marks.js";

export function draggingOn(stage, book, choose) {
  const element = stage.element;
  let drag = null;

  const at = (event) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };

  const pick = (event) => {
    const box = event.target.closest("[data-box]");
    const grip = event.target.closest("[data-grip]");
    if (grip) return bending(grip.dataset);
    if (box) return boxing(Number(box.dataset.box), event.target.dataset.corner);
    return event.pointerType === "mouse" || element.classList.contains("drawing") ? drawing : null;
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    const act = pick(event);
    if (!act) return;
    event.preventDefault();
    event.target.closest("[data-box], [data-grip]")?.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    drag = { act, pointer: event.pointerId, before: book.now, from: at(event) };
  });

  element.addEventListener("pointermove", (event) => {
    if (event.pointerId === drag?.pointer) book.show(drag.act(drag.before, drag.from, at(event)));
  });

  element.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const { act, before } = drag;
    drag = null;
    book.settle(before);
    if (act !== drawing || book.now === before) return;
    element.classList.remove("drawing");
    element.dispatchEvent(new Event("drawn"));
    choose({ id: book.now.boxes.at(-1).id });
  });

  element.addEventListener("pointercancel", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    book.show(drag.before);
    drag = null;
  });
}

const bending = ({ which }) => (marks, [x, y], [toX, toY]) => bend(marks, which.split(",").map(Number), toX - x, toY - y);

function boxing(id, corner) {
  if (corner === undefined) return (marks, [x, y], [toX, toY]) => change(marks, id, (box) => moved(box, toX - x, toY - y));
  return (marks, _from, to) => change(marks, id, (box) => pulled(box, Number(corner), to));
}

/* A mere click draws nothing. */
function drawing(marks, from, to) {
  const box = around([from, to]);
  return box.width > SMALLEST && box.height > SMALLEST ? add(marks, "other", box) : marks;
}
