/* Exactly what will be sent, shown before it is sent: the encoded file itself, as a picture with its size. */

import { finished } from "./painting.js";
import { newKey } from "./sending.js";
import { say } from "./words.js";

export function previewOn(root) {
  const part = root.querySelector("[data-part=preview]");
  const image = part.querySelector("img");
  const size = part.querySelector("[data-size]");
  const bare = part.querySelector("[data-bare]");
  let parcel = null;
  return {
    get parcel() { return parcel; },
    drop() {
      if (!parcel) return;
      parcel = null;
      URL.revokeObjectURL(image.src);
      image.removeAttribute("src");
      part.hidden = true;
    },
    async show(picture, boxes, words) {
      this.drop();
      const file = await finished(picture, boxes, words);
      parcel = { file, key: newKey() };
      image.src = URL.createObjectURL(file);
      await image.decode();
      size.textContent = say("size", { kb: Math.ceil(file.size / 1000), width: image.naturalWidth, height: image.naturalHeight });
      bare.hidden = boxes.length > 0;
      part.hidden = false;
      const title = part.querySelector("h3");
      title.focus({ preventScroll: true });
      title.scrollIntoView({ block: "start" });
    },
  };
}
