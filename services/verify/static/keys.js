/* The keyboard on the picture: arrows move, Shift with arrows sizes, Delete removes, Ctrl+Z undoes. */

const ARROWS = {
  ArrowLeft: ["left", "narrower"], ArrowRight: ["right", "wider"], ArrowUp: ["up", "lower"], ArrowDown: ["down", "taller"],
};

export function keysOn(root, stage, acts) {
  stage.element.addEventListener("focusin", ({ target }) => {
    const { box, grip, which } = target.dataset;
    if (box) acts.choose({ id: Number(box) });
    else if (grip) acts.choose({ grip, which: which.split(",").map(Number) });
  });

  stage.element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[data-box], [data-grip]")) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) acts.size(arrow[1]);
    else if (arrow) acts.move(arrow[0]);
    else if (event.key === "Delete" || event.key === "Backspace") {
      const next = acts.drop();
      if (next) stage.focusBox(next.id);
      else root.querySelector("[data-do=add]").focus();
    } else return;
    event.preventDefault();
  });

  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key !== "z" || event.target.matches("input, textarea")) return;
    event.preventDefault();
    acts.undo();
  });
}
