/* Lines of a conversation on the page. What people wrote is text and never markup. */

export function lineOf(words, line, note = "") {
  const box = document.createElement("div");
  box.className = `line ${line.who}`;
  box.dataset.id = line.id ?? "";
  const who = document.createElement("p");
  who.className = "line-who";
  who.textContent = { requester: words.you, desk: words.desk, staff: words.staff }[line.who];
  const time = document.createElement("time");
  time.textContent = note || line.at || "";
  who.append(" ", time);
  const text = document.createElement("p");
  text.className = "line-text";
  text.textContent = line.text;
  box.append(who, text);
  return box;
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Only whoever is at the end already is taken along to what is new. */
export function atEnd(below) {
  return below.getBoundingClientRect().bottom <= window.innerHeight + 160;
}
