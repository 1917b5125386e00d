/* For whom, for what and when: small and often, so that some of it is whole beside the boxes, and thin enough to read
   what lies beneath. `lines`: two or three short lines that stand together. */

const SLANT = -Math.PI / 12;
const ROWS = 4;

export function stamp(context, width, height, lines) {
  context.save();
  context.translate(width / 2, height / 2);
  context.rotate(SLANT);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = "600 100px system-ui, sans-serif";
  const widest = Math.max(...lines.map((line) => context.measureText(line).width));
  const size = Math.max(9, (40 * width) / widest);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.fillStyle = "rgb(150 20 40 / 40%)";
  const [across, down] = [width * 0.5, height / ROWS];
  for (let row = -ROWS; row <= ROWS; row += 1) {
    for (let column = -3; column <= 3; column += 1) {
      const x = (column + (row % 2 ? 0.5 : 0)) * across;
      lines.forEach((line, i) => context.fillText(line, x, row * down + i * size * 1.25));
    }
  }
  context.restore();
}
