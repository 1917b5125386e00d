/* Drawing a block on the picture: it fills the four numbers of the form; what is painted, the server paints. */

const SIDES = ["left", "top", "width", "height"];

function percents(from, to, box) {
  const part = (at, start, size) => Math.min(Math.max((at - start) / size, 0), 1) * 100;
  const x = [from.clientX, to.clientX].map((at) => part(at, box.left, box.width)).sort((a, b) => a - b);
  const y = [from.clientY, to.clientY].map((at) => part(at, box.top, box.height)).sort((a, b) => a - b);
  return { left: x[0], top: y[0], width: x[1] - x[0], height: y[1] - y[0] };
}

export function drawing({ figure, upright }, details) {
  const form = details?.querySelector("form");
  if (!form) return;
  const block = document.createElement("div");
  block.className = "block";
  block.hidden = true;
  figure.append(block);
  const show = () => {
    for (const side of SIDES) block.style[side] = `${Number(form.elements[side].value) || 0}%`;
    block.hidden = !details.open || !(form.elements.width.value && form.elements.height.value);
  };
  let from = null;
  details.addEventListener("toggle", () => { upright(); figure.classList.toggle("drawing", details.open); show(); });
  form.addEventListener("input", show);
  figure.addEventListener("pointerdown", (event) => {
    if (!details.open || event.button) return;
    event.preventDefault();
    from = event;
    figure.setPointerCapture(event.pointerId);
  });
  figure.addEventListener("pointermove", (event) => {
    if (!from) return;
    const place = percents(from, event, figure.querySelector("img").getBoundingClientRect());
    for (const side of SIDES) form.elements[side].value = place[side].toFixed(1);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) figure.addEventListener(end, () => { from = null; });
}
