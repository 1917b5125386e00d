/* Sends one file to the desk, with progress, and again when the connection fails: the same file under the same key,
   so that it counts once. */

const PAUSES = [1000, 4000];
const PASSING = new Set([502, 503, 504]);

export class Unreachable extends Error {}

export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function once(address, { code, file, key }, onProgress) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("code", code);
    form.append("copy", file, "copy.jpg");
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Idempotency-Key", key);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (PASSING.has(request.status) || !request.response) reject(new Unreachable(String(request.status)));
      else resolve({ status: request.status, said: request.response });
    });
    for (const failure of ["error", "abort", "timeout"]) request.addEventListener(failure, () => reject(new Unreachable(failure)));
    request.send(form);
  });
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
const online = () => new Promise((resolve) => { addEventListener("online", resolve, { once: true }); });

/* `steps`: what the page does on the way: progress(share), waiting(), again(). Raises `Unreachable` in the end. */
export async function send(address, parcel, steps) {
  for (let attempt = 0; ; attempt += 1) {
    if (!navigator.onLine) {
      steps.waiting();
      await online();
    }
    try {
      return await once(address, parcel, steps.progress);
    } catch (error) {
      if (!(error instanceof Unreachable) || (attempt >= PAUSES.length && navigator.onLine)) throw error;
      if (!navigator.onLine) continue;
      steps.again();
      await pause(PAUSES[attempt]);
    }
  }
}
