/* What the desk said of the copy, on the page where it can be put right: sentences, places, and how often one may try. */

import { grown } from "./boxes.js";
import { add } from "./marks.js";
import { say, tell } from "./words.js";

const NAMES = { face: "photo", bsn: "bsn", mrz: "mrz", qr: "qr" };

function item(...parts) {
  const one = document.createElement("li");
  one.append(...parts);
  return one;
}

export function verdictOn(root, stage, book, acts) {
  const notice = root.querySelector("[data-verdict]");
  const reasons = notice.querySelector("[data-reasons]");
  const places = notice.querySelector("[data-places]");
  const left = notice.querySelector("[data-left]");
  const retry = notice.querySelector("[data-retry]");

  function coverButton({ kind, box }, number) {
    const cover = document.createElement("button");
    Object.assign(cover, { type: "button", className: "button plain", textContent: say("cover", { n: number }) });
    cover.addEventListener("click", () => {
      book.change(add(book.now, NAMES[kind] ?? "other", grown(box, 0.08)));
      const { id } = book.now.boxes.at(-1);
      acts.choose({ id });
      stage.focusBox(id);
      tell("added", { n: book.now.boxes.length });
    });
    return cover;
  }

  return {
    clear() { notice.hidden = true; stage.point([]); },
    show(said) {
      const found = (said.places ?? []).map(({ kind, box: [x, y, right, bottom] }) =>
        ({ kind, box: { left: x, top: y, width: right - x, height: bottom - y } }));
      reasons.replaceChildren(...(said.reasons ?? [said.detail, said.next]).filter(Boolean).map((text) => item(text)));
      places.replaceChildren(...found.map((place, i) => item(coverButton(place, i + 1))));
      places.hidden = !found.length;
      left.textContent = said.left ?? "";
      retry.hidden = said.tries_left === 0 || said.status === 410;
      stage.point(found.map(({ box }) => box));
      notice.hidden = false;
      notice.focus();
      notice.scrollIntoView({ block: "start" });
    },
  };
}
