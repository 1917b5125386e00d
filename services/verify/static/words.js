/* The sentences of this page in the reader's language: the server put them into a template beside the picture. */

const said = new Map();
for (const one of document.querySelector("template[data-words]")?.content.querySelectorAll("[data-word]") ?? []) {
  said.set(one.dataset.word, one.textContent.trim());
}

export const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => String(value)), said.get(key) ?? key);

/* For who does not see the picture change. */
export function tell(key, values) {
  document.querySelector("#blackout [data-told]").textContent = say(key, values);
}
