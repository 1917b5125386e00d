/* The copy, nearer, turned and brighter, and a block drawn over it. Without a script: the picture at its full size,
   and four numbers. */

import { drawing } from "./block.js";

const ZOOMS = [1, 1.5, 2, 3, 4];
const LIGHTS = [1, 1.5, 2, 0.6];

function step(list, at, by) {
  return list[Math.min(Math.max(list.indexOf(at) + by, 0), list.length - 1)];
}

function viewer(frame, tools) {
  const figure = frame.querySelector(".marked");
  const picture = figure.querySelector("img");
  const now = { zoom: 1, turn: 0, light: 1 };
  const show = () => {
    const { offsetWidth: wide, offsetHeight: high } = picture;
    const fit = now.turn % 2 && wide && high ? Math.min(wide / high, high / wide) : 1;
    figure.style.width = `${now.zoom * 100}%`;
    figure.style.transform = now.turn ? `rotate(${now.turn * 90}deg) scale(${fit})` : "";
    picture.style.filter = now.light === 1 ? "" : `brightness(${now.light})`;
  };
  const acts = {
    nearer: () => { now.zoom = step(ZOOMS, now.zoom, 1); },
    farther: () => { now.zoom = step(ZOOMS, now.zoom, -1); },
    left: () => { now.turn = (now.turn + 3) % 4; },
    right: () => { now.turn = (now.turn + 1) % 4; },
    bright: () => { now.light = LIGHTS[(LIGHTS.indexOf(now.light) + 1) % LIGHTS.length]; },
  };
  for (const button of tools.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => { acts[button.dataset.view](); show(); });
  }
  tools.hidden = false;
  return { figure, upright: () => { now.turn = 0; show(); } };
}

const frame = document.querySelector("[data-viewer]");
const tools = document.querySelector("[data-viewer-tools]");
if (frame && tools) drawing(viewer(frame, tools), document.querySelector("[data-painting]"));
