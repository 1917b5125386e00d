/* The staff's page of a chat: new lines come by themselves; the chat stays in hand while the page is looked at. */

import { lineOf } from "./chat_lines.js";

const page = document.querySelector("[data-staff-chat]");
const words = page.dataset;
const here = words.staffChat;
const log = page.querySelector("[data-log]");
const state = page.querySelector("[data-state]");
const field = page.querySelector("textarea");
const STAY_EVERY = 60_000;
const TYPING_EVERY = 3000;
let after = Number(words.last);
let typed = 0;
let quiet;

const post = (what) => fetch(`${here}/${what}`, { method: "POST", body: new URLSearchParams() }).catch(() => null);
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function look(wait) {
  const answer = await fetch(`${here}/lines?after=${after}${wait ? "&wait=1" : ""}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const news = await answer.json();
  for (const line of news.lines) log.append(lineOf(words, line));
  if (news.lines.length) { after = news.lines.at(-1).n; log.scrollTop = log.scrollHeight; }
  state.textContent = news.typing ? words.types : "";
  clearTimeout(quiet);
  if (news.typing) quiet = setTimeout(() => { state.textContent = ""; }, 7000);
  if (Boolean(words.mine) !== news.mine && !field?.value) location.reload(); // taken over, or handed back
}

async function live() {
  for (let failures = 0; failures < 6;) {
    const began = performance.now();
    try { await look(true); failures = 0; await pause(performance.now() - began < 1000 ? 2000 : 300); } catch { failures += 1; await pause(2000 * failures); }
  }
  state.textContent = words.lost;
}

if (words.mine) setInterval(() => { if (!document.hidden) post("stay"); }, STAY_EVERY);
field?.addEventListener("input", () => {
  if (Date.now() - typed > TYPING_EVERY) { typed = Date.now(); post("typing"); }
});
for (const saved of document.querySelectorAll("[data-saved]")) {
  saved.addEventListener("click", () => { field.value = saved.textContent; field.focus(); });
}
log.scrollTop = log.scrollHeight;
field?.focus();
live();
