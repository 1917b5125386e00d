/* The buttons round the picture: everything that dragging does can be done with them as well (WCAG 2.5.7). */

export function toolbarOn(root, stage, book, acts, turn) {
  const button = (name) => root.querySelector(`[data-do="${name}"]`);
  const drawing = (on) => {
    stage.element.classList.toggle("drawing", on);
    button("draw").setAttribute("aria-pressed", String(on));
  };
  const does = {
    add: acts.fresh,
    undo: acts.undo,
    remove: () => acts.drop(),
    draw: () => drawing(!stage.element.classList.contains("drawing")),
    "turn-left": () => turn(3),
    "turn-right": () => turn(1),
    "zoom-in": () => stage.zoom(1),
    "zoom-out": () => stage.zoom(-1),
    "zoom-off": () => stage.zoom(0),
  };
  for (const name of Object.keys(acts.MOVES)) does[name] = () => acts.move(name);
  for (const name of Object.keys(acts.SIZES)) does[name] = () => acts.size(name);

  root.addEventListener("click", ({ target }) => {
    const pressed = target.closest("[data-do]");
    if (pressed && pressed.getAttribute("aria-disabled") !== "true") does[pressed.dataset.do]?.();
  });

  /* Buttons without an object stay focusable, so that nobody loses their place; they do nothing then. */
  const able = (name, yes) => button(name).setAttribute("aria-disabled", String(!yes));
  const refresh = () => {
    for (const name of Object.keys(acts.MOVES)) able(name, acts.chosen);
    for (const name of [...Object.keys(acts.SIZES), "remove"]) able(name, acts.chosen === "box");
    able("undo", book.undoable);
  };
  stage.element.addEventListener("drawn", () => drawing(false));
  acts.onChoice(refresh);
  book.onChange(refresh);
  refresh();
}
