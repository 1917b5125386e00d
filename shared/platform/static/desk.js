/* What pages gain with a script: keys, one submit at a time, a bar for news, a code taken from the address.
   Every page works without it. */

const KEYS_OFF = "desk-keys-off";

/* Keys: j and k walk the rows, / searches, ? explains, and [data-key] presses its own letter. */

const rowLinks = () => [...document.querySelectorAll("[data-rows] [data-open]")];

function walk(step) {
  const links = rowLinks();
  if (!links.length) return;
  const here = links.findIndex((link) => link.closest("[data-row]")?.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
  links[next].closest("[data-row]").scrollIntoView({ block: "nearest" });
}

function search() {
  document.querySelector("[data-search]")?.focus();
}

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && one.offsetParent);
  if (!target || target.disabled) return false;
  if (target.matches("summary, a, button")) target.click();
  if (!target.matches("a, button")) target.focus();
  return true;
}

function keysOfThisPage() {
  const names = document.querySelector("[data-key-names]").dataset;
  const rows = rowLinks().length ? [["j", names.wordNext], ["k", names.wordPrevious], ["Enter", names.wordOpen]] : [];
  const find = document.querySelector("[data-search]") ? [["/", names.wordSearch]] : [];
  const own = [...document.querySelectorAll("[data-key]")].filter((one) => one.offsetParent);
  return [...rows, ...find, ...own.map((one) => [one.dataset.key, (one.querySelector("span") ?? one).textContent.trim()]), ["?", names.wordHelp]];
}

function explain() {
  const dialog = document.getElementById("keys");
  const list = dialog.querySelector("[data-key-list]");
  list.replaceChildren();
  for (const [key, words] of keysOfThisPage()) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    const meaning = document.createElement("dd");
    cap.textContent = key;
    meaning.textContent = words;
    term.append(cap);
    list.append(term, meaning);
  }
  dialog.querySelector("[data-keys-off]").checked = keysAreOff();
  dialog.showModal();
}

function keysAreOff() {
  try { return localStorage.getItem(KEYS_OFF) === "yes"; } catch { return false; }
}

function turnKeys(off) {
  try { localStorage.setItem(KEYS_OFF, off ? "yes" : "no"); } catch { /* private window: the choice lasts as long as the page */ }
}

const COMMANDS = { j: () => walk(1), k: () => walk(-1), "/": search, "?": explain };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (keysAreOff() && event.key !== "?") return;
  if (press(event.key)) event.preventDefault();
  else if (COMMANDS[event.key]) { event.preventDefault(); COMMANDS[event.key](); }
});

document.querySelector("[data-keys-off]")?.addEventListener("change", (event) => turnKeys(event.target.checked));

/* One submit at a time: a second click on the same form does nothing until the page is shown again. After a
   while a form is free again, for an answer that is a download does not show the page again. */

const FREE_AGAIN_AFTER = 10_000;

function hold(form) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
}

function free(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  hold(form);
  if (form.enctype !== "multipart/form-data") setTimeout(free, FREE_AGAIN_AFTER, form);
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

/* A short while in which something can be undone: the seconds are for the eye, only the end is read out. */

for (const count of document.querySelectorAll("[data-countdown]")) {
  const ends = performance.now() + Number(count.dataset.countdown) * 1000;
  const bar = count.closest("[data-undo]");
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    count.textContent = String(left);
    if (left > 0) { setTimeout(tick, 250); return; }
    count.closest("form").hidden = true;
    const words = bar.querySelector("[data-undo-words]");
    words.textContent = words.dataset.over;
  };
  tick();
}

/* News: the server says how many rows are new; the list itself never jumps. Where no stream is to be had, it is asked
   now and then, and the bar is grey. */

const POLL_EVERY = 20_000;

for (const bar of document.querySelectorAll("[data-live]")) {
  const words = bar.querySelector("[data-live-words]");
  const stream = new EventSource(bar.dataset.live);
  const show = (text, lost) => { words.textContent = text; bar.classList.toggle("lost", lost); bar.hidden = !text; };
  const news = (count, polled) => {
    const text = count === 1 ? bar.dataset.one : bar.dataset.many.replace("{n}", String(count));
    show(count ? text : polled ? bar.dataset.polled : "", polled);
  };
  stream.addEventListener("news", (event) => news(Number.parseInt(event.data, 10) || 0, false));
  const ask = async () => {
    const answer = await fetch(bar.dataset.live, { headers: { Accept: "application/json" } }).catch(() => null);
    const said = answer?.ok && !answer.redirected ? await answer.json() : null;
    if (turn === null) return; // the stream came back
    if (said) news(said.count, true);
    else show(bar.dataset.lost, true);
  };
  let turn = null;
  stream.addEventListener("open", () => { clearInterval(turn); turn = null; });
  stream.addEventListener("error", () => { // the browser may still be trying; until it succeeds, ask
    if (turn !== null) return;
    turn = setInterval(ask, POLL_EVERY);
    ask();
  });
  window.addEventListener("pagehide", () => { stream.close(); clearInterval(turn); });
}

/* A code in the fragment never reaches a server log: it goes into the field and leaves the address bar. */

function takeCode() {
  const field = document.querySelector("input[name=code]");
  const fragment = location.hash.slice(1);
  const code = new URLSearchParams(fragment).get("code") ?? (/^[A-Za-z0-9_-]{6,}$/.test(fragment) ? fragment : "");
  if (!field || !code || document.getElementById(fragment)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

takeCode();
window.addEventListener("hashchange", takeCode);

document.querySelector("[data-focus]")?.focus();
