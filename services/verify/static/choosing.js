/* A photo from the camera or a file. What the browser cannot open goes into the plain form below, with a word why. */

import { decoded, Undecodable } from "./picture.js";
import { say } from "./words.js";

export function choosingOn(root, plain, begin) {
  const trouble = root.querySelector("[data-trouble]");

  function handOver(file, why) {
    const parcel = new DataTransfer();
    parcel.items.add(file);
    trouble.querySelector("[data-trouble-words]").textContent = say(`cannot-${why}`);
    trouble.hidden = false;
    if (plain) plain.files = parcel.files;
    trouble.focus();
  }

  for (const input of root.querySelectorAll("input[type=file]")) {
    /* So that the same file can be chosen once more. */
    input.addEventListener("click", () => { input.value = ""; });
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (!file) return;
      trouble.hidden = true;
      try {
        begin(await decoded(file));
      } catch (error) {
        if (!(error instanceof Undecodable)) throw error;
        handOver(file, error.message);
      }
    });
  }
}
