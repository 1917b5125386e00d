/* For whom, for what and when: across the whole picture, thin enough to read what lies beneath. */

const LINES = 5;
const SLANT = -Math.PI / 12;

export function stamp(context, width, height, words) {
  context.save();
  context.translate(width / 2, height / 2);
  context.rotate(SLANT);
  context.textAlign = "center";
  context.textBaseline = "middle";
  const reach = Math.hypot(width, height);
  context.font = "600 100px system-ui, sans-serif";
  const size = Math.max(12, Math.min((92 * width) / context.measureText(words).width, height / 14));
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.lineWidth = size / 12;
  context.strokeStyle = "rgb(255 255 255 / 38%)";
  context.fillStyle = "rgb(150 20 40 / 42%)";
  for (let line = 0; line < LINES; line += 1) {
    const y = ((line + 0.5) / LINES - 0.5) * reach * 0.8;
    context.strokeText(words, 0, y);
    context.fillText(words, 0, y);
  }
  context.restore();
}
