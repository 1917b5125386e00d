/* While this page is looked at, others see that it is: the lease is renewed, and who took it over is said. */

const EVERY = 60_000;

for (const place of document.querySelectorAll("[data-hold]")) {
  const words = place.querySelector("[data-held-words]");
  if (!words) continue;
  const keep = async () => {
    if (document.visibilityState !== "visible") return;
    const asked = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams() };
    const answer = await fetch(place.dataset.hold, asked).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const held = await answer.json();
    if (held.mine) return;
    clearInterval(turn);
    words.textContent = place.dataset.lost.replace("{who}", held.by);
    words.className = "taken";
    words.setAttribute("role", "alert");
  };
  const turn = setInterval(keep, EVERY);
  document.addEventListener("visibilitychange", keep);
}
