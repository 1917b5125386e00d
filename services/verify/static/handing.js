/* The button that sends: the code, the progress, and what becomes of the answer. */

import { send, Unreachable } from "./sending.js";
import { say } from "./words.js";

export function handingOn(root, preview, verdict, plainCode) {
  const code = root.querySelector("[data-code]");
  const button = root.querySelector("[data-send]");
  const bar = root.querySelector("progress");
  const status = root.querySelector("[data-sending]");
  let busy = false;

  const tell = (key, values) => { status.textContent = key ? say(key, values) : ""; };
  const hold = (on) => {
    busy = on;
    button.setAttribute("aria-disabled", String(on));
    bar.hidden = !on;
    if (on) bar.removeAttribute("value");
  };
  const steps = {
    progress(share) {
      bar.value = share;
      tell(share < 1 ? "sending" : "judging", { percent: Math.round(share * 100) });
      if (share >= 1) bar.removeAttribute("value");
    },
    waiting: () => tell("offline"),
    again: () => tell("again"),
  };

  const take = () => { code.value = plainCode?.value ?? ""; };
  plainCode?.addEventListener("input", take);
  take();

  button.addEventListener("click", async () => {
    if (busy) return;
    if (!code.value.trim()) {
      tell("no-code");
      code.focus();
      return;
    }
    hold(true);
    tell("sending", { percent: 0 });
    try {
      const { status: number, said } = await send(root.dataset.action, { ...preview.parcel, code: code.value.trim() }, steps);
      tell("");
      if (number < 300) location.assign(said.go);
      else verdict.show(said);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      tell("unreachable");
    } finally {
      hold(false);
    }
  });
}
