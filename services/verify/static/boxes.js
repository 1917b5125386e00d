/* A box on the picture: left, top, width and height as fractions of it. Pure: knows no page and no state. */

export const SMALLEST = 0.012;

const within = (value, least, most) => Math.min(Math.max(value, least), most);

export function kept({ left, top, width, height }) {
  const wide = within(width, SMALLEST, 1);
  const high = within(height, SMALLEST, 1);
  return { left: within(left, 0, 1 - wide), top: within(top, 0, 1 - high), width: wide, height: high };
}

export const moved = (box, x, y) => kept({ ...box, left: box.left + x, top: box.top + y });

/* Right and lower edge move; the left upper corner stays. */
export const sized = (box, x, y) => kept({
  ...box,
  width: Math.min(box.width + x, 1 - box.left),
  height: Math.min(box.height + y, 1 - box.top),
});

/* The smallest box around some points. What sticks out of the picture is cut off. */
export function around(points) {
  const xs = points.map(([x]) => within(x, 0, 1));
  const ys = points.map(([, y]) => within(y, 0, 1));
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return kept({ left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top });
}

export const cornersOf = ({ left, top, width, height }) =>
  [[left, top], [left + width, top], [left + width, top + height], [left, top + height]];

/* One corner (0 left upper, then clockwise) is pulled to a point; the opposite one stays. */
export const pulled = (box, corner, point) => around([cornersOf(box)[(corner + 2) % 4], point]);

export const joined = (one, other) => around([...cornersOf(one), ...cornersOf(other)]);

export function grown({ left, top, width, height }, share) {
  return around([[left - width * share, top - height * share], [left + width * (1 + share), top + height * (1 + share)]]);
}

export const touches = (one, other) =>
  one.left < other.left + other.width && other.left < one.left + one.width &&
  one.top < other.top + other.height && other.top < one.top + one.height;

export const covers = (one, other) =>
  one.left <= other.left && one.left + one.width >= other.left + other.width &&
  one.top <= other.top && one.top + one.height >= other.top + other.height;

/* Where the box lies once the picture is turned a quarter, clockwise. */
export const turned = ({ left, top, width, height }) => ({ left: 1 - top - height, top: left, width: height, height: width });

/* Whole pixels, rounded outwards: nothing shows through at an edge. */
export function inPixels({ left, top, width, height }, wide, high) {
  const x = Math.floor(left * wide);
  const y = Math.floor(top * high);
  return { x, y, width: Math.ceil((left + width) * wide) - x, height: Math.ceil((top + height) * high) - y };
}
