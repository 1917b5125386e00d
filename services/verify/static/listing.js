/* The list of boxes: one entry each, with its name and a button that removes it. */

import { rename } from "./marks.js";
import { say } from "./words.js";

const NAMES = ["photo", "second", "bsn", "mrz", "qr", "number", "signature", "other"];

export function listingOn(root, book, acts) {
  const list = root.querySelector("[data-boxes]");
  const none = root.querySelector("[data-no-boxes]");
  const entries = new Map();
  const heading = root.querySelector("#bo-boxes-title");

  function entryOf(id) {
    const entry = document.createElement("li");
    const names = document.createElement("select");
    for (const name of NAMES) names.append(new Option(say(name), name));
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", className: "button plain", textContent: say("remove") });
    names.addEventListener("focus", () => acts.choose({ id }));
    names.addEventListener("change", () => book.change(rename(book.now, id, names.value)));
    remove.addEventListener("click", () => {
      const next = acts.drop(id);
      (next ? entries.get(next.id).querySelector("button") : heading).focus();
    });
    entry.append(names, remove);
    return entry;
  }

  book.onChange(({ boxes }) => {
    for (const [id, entry] of entries) {
      if (boxes.some((box) => box.id === id)) continue;
      entry.remove();
      entries.delete(id);
    }
    boxes.forEach((box, i) => {
      if (!entries.has(box.id)) {
        entries.set(box.id, entryOf(box.id));
        list.append(entries.get(box.id));
      }
      const [names, remove] = entries.get(box.id).children;
      names.value = box.name;
      names.setAttribute("aria-label", say("name-of", { n: i + 1 }));
      remove.setAttribute("aria-label", say("remove-of", { n: i + 1, name: say(box.name) }));
    });
    none.hidden = boxes.length > 0;
  });

  acts.onChoice((chosen) => {
    for (const [id, entry] of entries) entry.classList.toggle("chosen", chosen?.id === id);
  });
}
