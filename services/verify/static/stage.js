/* What lies over the picture as elements that can be touched, focused and named: boxes, the outline, places seen. */

import { lay } from "./painting.js";
import { say } from "./words.js";

const ZOOMS = [1, 1.5, 2, 3, 4];
/* The outline's handles: which of its corners each one moves. */
const GRIPS = [["tl", [0]], ["top", [0, 1]], ["tr", [1]], ["right", [1, 2]], ["br", [2]], ["bottom", [2, 3]], ["bl", [3]], ["left", [3, 0]]];

export function stageOn(root) {
  const stage = root.querySelector("[data-stage]");
  const canvas = stage.querySelector("canvas");
  const boxes = new Map();
  const grips = GRIPS.map(([name, which]) => gripOf(stage, name, which));
  const lines = stage.querySelector("[data-outline] polygon");
  const seen = [];
  let zoom = 0;
  return {
    element: stage,
    show(picture, words) { lay(canvas, picture, words); },
    draw(marks) {
      drawBoxes(stage, boxes, marks.boxes);
      drawOutline(lines, grips, marks.corners);
    },
    select(chosen) {
      for (const [id, element] of boxes) element.classList.toggle("chosen", chosen?.id === id);
      for (const grip of grips) grip.classList.toggle("chosen", chosen?.grip === grip.dataset.grip);
    },
    focusBox(id) { boxes.get(id)?.focus(); },
    point(places) {
      seen.splice(0).forEach((one) => one.remove());
      places.forEach((box, i) => seen.push(placeOf(stage, box, i + 1)));
    },
    zoom(step) {
      zoom = step === 0 ? 0 : Math.min(Math.max(zoom + step, 0), ZOOMS.length - 1);
      stage.style.width = `${ZOOMS[zoom] * 100}%`;
    },
    /* The middle of what is in sight, as fractions of the picture. */
    middle() {
      const [view, all] = [stage.parentElement.getBoundingClientRect(), stage.getBoundingClientRect()];
      const bottom = Math.min(view.bottom, innerHeight);
      const top = Math.max(view.top, 0);
      return [(view.left + view.width / 2 - all.left) / all.width, ((bottom > top ? (top + bottom) / 2 : view.top + view.height / 2) - all.top) / all.height];
    },
  };
}

const percent = (fraction) => `${(fraction * 100).toFixed(3)}%`;

function put(element, { left, top, width, height }) {
  element.style.left = percent(left);
  element.style.top = percent(top);
  element.style.width = percent(width);
  element.style.height = percent(height);
}

function gripOf(stage, name, which) {
  const grip = document.createElement("div");
  grip.className = "bo-grip";
  grip.dataset.grip = name;
  grip.dataset.which = which.join(",");
  grip.tabIndex = 0;
  grip.hidden = true;
  grip.setAttribute("role", "button");
  grip.setAttribute("aria-label", say(`grip-${name}`));
  grip.setAttribute("aria-describedby", "bo-grip-keys");
  stage.append(grip);
  return grip;
}

function placeOf(stage, box, number) {
  const place = document.createElement("div");
  place.className = "bo-seen";
  place.append(Object.assign(document.createElement("span"), { textContent: String(number) }));
  place.setAttribute("aria-hidden", "true");
  put(place, box);
  stage.append(place);
  return place;
}

function boxOf(id) {
  const element = document.createElement("div");
  element.className = "bo-box";
  element.dataset.box = id;
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-describedby", "bo-box-keys");
  element.append(Object.assign(document.createElement("span"), { className: "bo-name" }));
  for (let corner = 0; corner < 4; corner += 1) {
    const handle = Object.assign(document.createElement("span"), { className: `bo-corner c${corner}` });
    handle.dataset.corner = corner;
    element.append(handle);
  }
  return element;
}

function drawBoxes(stage, there, boxes) {
  for (const [id, element] of there) {
    if (boxes.some((box) => box.id === id)) continue;
    element.remove();
    there.delete(id);
  }
  boxes.forEach((box, i) => {
    if (!there.has(box.id)) {
      there.set(box.id, boxOf(box.id));
      stage.append(there.get(box.id));
    }
    const element = there.get(box.id);
    const name = `${i + 1}. ${say(box.name)}`;
    element.setAttribute("aria-label", name);
    element.querySelector(".bo-name").textContent = name;
    put(element, box);
  });
}

function drawOutline(lines, grips, corners) {
  lines.setAttribute("points", (corners ?? []).map(([x, y]) => `${x * 100},${y * 100}`).join(" "));
  for (const grip of grips) {
    grip.hidden = !corners;
    if (!corners) continue;
    const at = grip.dataset.which.split(",").map((i) => corners[Number(i)]);
    const middle = [0, 1].map((axis) => at.reduce((sum, point) => sum + point[axis], 0) / at.length);
    grip.style.left = percent(middle[0]);
    grip.style.top = percent(middle[1]);
  }
}
