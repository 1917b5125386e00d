/* Black out and send: puts the parts together. Everything happens in this browser until Send is pressed. */

import { actsOn } from "./acts.js";
import { choosingOn } from "./choosing.js";
import { draggingOn } from "./dragging.js";
import { handingOn } from "./handing.js";
import { keysOn } from "./keys.js";
import { listingOn } from "./listing.js";
import { choose, NOTHING, see, turn } from "./marks.js";
import { laid } from "./picture.js";
import { previewOn } from "./preview.js";
import { recognised } from "./seeing.js";
import { stageOn } from "./stage.js";
import { toolbarOn } from "./toolbar.js";
import { keeping } from "./undoing.js";
import { verdictOn } from "./verdict.js";
import { say } from "./words.js";

const root = document.getElementById("blackout");
const book = keeping(NOTHING);
const stage = stageOn(root);
const acts = actsOn(stage, book);
const preview = previewOn(root);
const verdict = verdictOn(root, stage, book, acts);
const kind = root.querySelector("[data-kind]");
const number = root.querySelector("[data-case]");
let source = null;
let picture = null;
let turns = 0;

function words() {
  const about = number.value.trim();
  return [root.dataset.watermark, root.dataset.today + (about ? `, ${say("case")} ${about}` : "")];
}

function relay(marks) {
  turns = marks.turns;
  picture = laid(source, turns);
  stage.show(picture, words());
}

/* What the browser recognises is added when it is ready, unless the picture has changed by then. */
async function look() {
  const mine = picture;
  const found = await recognised(mine);
  if (mine === picture && found.length) book.change(found.reduce((marks, [name, box]) => see(marks, name, box), book.now));
}

function begin(opened) {
  source = opened;
  relay(NOTHING);
  verdict.clear();
  book.restart(NOTHING);
  stage.zoom(0);
  root.querySelector("[data-part=edit]").hidden = false;
  kind.focus();
  root.querySelector("[data-part=edit]").scrollIntoView({ block: "start" });
  look();
}

function turnBy(quarters) {
  let marks = book.now;
  for (let i = 0; i < quarters; i += 1) marks = turn(marks, (marks.turns + 1 - turns) % 2 ? picture.height / picture.width : picture.width / picture.height);
  book.change(marks);
  look();
}

book.onChange((marks) => {
  if (source && marks.turns !== turns) {
    verdict.clear();
    relay(marks);
  }
  kind.value = marks.kind;
  stage.draw(marks);
  preview.drop();
});
kind.addEventListener("change", () => {
  book.change(choose(book.now, kind.value, picture.width / picture.height));
  look();
});
number.addEventListener("input", () => {
  stage.show(picture, words());
  preview.drop();
});
root.querySelector("[data-preview]").addEventListener("click", () => preview.show(picture, book.now.boxes, words()));

choosingOn(root, document.querySelector("form input[type=file][name=copy]"), begin);
draggingOn(stage, book, acts.choose);
keysOn(root, stage, acts);
toolbarOn(root, stage, book, acts, turnBy);
listingOn(root, book, acts);
handingOn(root, preview, verdict, document.querySelector("form input[name=code]"));
root.hidden = false;
performance.mark("blackout-ready");
