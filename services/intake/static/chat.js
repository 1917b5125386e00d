/* The page of the conversation. */

import { LineOut } from "./chat_line_out.js";
import { atEnd, lineOf, newId } from "./chat_lines.js";

const page = document.querySelector("[data-chat]");
const words = page.dataset;
const log = page.querySelector("[data-log]");
const state = page.querySelector("[data-state]");
const below = page.querySelector("[data-below]");
const replies = page.querySelector("[data-replies]");
const form = page.querySelector("[data-say]");
const field = form.querySelector("textarea");
const TYPING_EVERY = 3000;
const TYPING_FOR = 7000;
const OPENING = 2;
let typed = 0;
let lost = false;
let typing = false;
let quiet;

if (window.top !== window) document.documentElement.classList.add("embedded");

function follow(was) {
  if (was) below.scrollIntoView({ block: "end" });
}

function shown(id) {
  return id ? log.querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
}

function offer(choices) {
  replies.replaceChildren(...choices.map(({ value, label }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reply";
    button.textContent = label;
    button.addEventListener("click", () => say({ pick: value }, label));
    return button;
  }));
}

function tell() {
  state.textContent = lost ? words.lost : typing ? words.types : "";
  state.classList.toggle("lost", lost);
}

function heard(news) {
  const was = atEnd(below);
  for (const line of news.lines) {
    const before = shown(line.id);
    const made = lineOf(words, line);
    if (before) before.replaceWith(made);
    else log.append(made);
  }
  for (const message of out.unsent) { // what waits stays below what was said
    const waits = shown(message.id);
    if (waits) log.append(waits);
  }
  offer(news.replies);
  typing = news.typing;
  clearTimeout(quiet);
  if (typing) quiet = setTimeout(() => { typing = false; tell(); }, TYPING_FOR);
  tell();
  follow(was && log.children.length > OPENING); // the first question is read from its beginning
}

function told(what) {
  if ("lost" in what) { lost = what.lost; tell(); return; }
  const line = shown(what.id);
  if (!line) return;
  line.classList.add("failed");
  line.querySelector("time").textContent = words.failed;
  const why = document.createElement("p");
  why.className = "line-why";
  why.textContent = what.refused ?? words.tooLong;
  line.append(why);
  if (!field.value && line.dataset.text) field.value = line.dataset.text;
}

function wait(message, label) {
  const line = lineOf(words, { who: "requester", id: message.id, text: label }, words.waiting);
  line.classList.add("waits");
  if (message.text) line.dataset.text = message.text;
  log.append(line);
}

function say(what, label) {
  const message = { id: newId(), ...what, label };
  replies.replaceChildren();
  wait(message, label);
  follow(true);
  out.send(message);
  if (label === what.text || matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true }); // no keyboard for a tap
}

const out = new LineOut(heard, told);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  grow();
  say({ text }, text);
});

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 200)}px`;
}

field.addEventListener("input", () => {
  grow();
  if (Date.now() - typed > TYPING_EVERY) { typed = Date.now(); out.typing(); }
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
});

page.querySelector("[data-link]").addEventListener("click", async () => {
  const { link } = await (await fetch("/chat/link", { method: "POST", body: new URLSearchParams() })).json();
  page.querySelector("[data-link-shown]").hidden = !link;
  page.querySelector("[data-link-none]").hidden = Boolean(link);
  const place = page.querySelector("[data-link-field]");
  place.value = link;
  if (link) { place.focus(); place.select(); }
});

page.querySelector("[data-new]").addEventListener("click", async () => {
  await fetch("/chat/new", { method: "POST", body: new URLSearchParams() });
  out.unsent = [];
  out.keep();
  location.assign("/chat");
});

/* The token of a link stands in the fragment, which no server sees; it is posted once and leaves the address bar. */
async function resume() {
  const link = location.hash.slice(1);
  if (!/^[a-z2-7]{26}$/.test(link)) return;
  history.replaceState(null, "", location.pathname);
  const answer = await fetch("/chat/resume", { method: "POST", body: new URLSearchParams({ link }) });
  if (!(await answer.json()).resumed) state.textContent = words.noLink;
}

await resume().catch(() => {});
page.hidden = false;
for (const message of out.unsent) wait(message, message.label ?? message.text ?? "");
out.live();
window.addEventListener("hashchange", () => location.reload());
