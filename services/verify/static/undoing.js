/* Keeps one value, what it was before each step, and tells who wants to know. */

const STEPS = 200;

export function keeping(first) {
  let now = first;
  let past = [];
  const readers = [];
  const tell = () => readers.forEach((reader) => reader(now));
  const remember = (before) => { past = [...past, before].slice(-STEPS); };
  return {
    get now() { return now; },
    get undoable() { return past.length > 0; },
    onChange(reader) { readers.push(reader); },
    /* One step, which can be undone. */
    change(next) {
      if (next === now) return;
      remember(now);
      now = next;
      tell();
    },
    /* On the way, while something is being dragged; `settle` makes one step of it. */
    show(next) { now = next; tell(); },
    settle(before) {
      if (before === now) return;
      remember(before);
      tell();
    },
    undo() {
      if (!past.length) return false;
      now = past.at(-1);
      past = past.slice(0, -1);
      tell();
      return true;
    },
    restart(value) { past = []; now = value; tell(); },
  };
}
