/* One tag on another page, <script src="https://desk.example/chat/embed.js" async></script>, adds a button that opens
   the chat in a frame. It reads nothing of the page it stands on and sends nothing anywhere. */

(() => {
  const desk = new URL(document.currentScript.src).origin;
  const place = { position: "fixed", right: "1rem", zIndex: "2147483000", font: "16px/1.4 system-ui, sans-serif" };
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "{ask}";
  Object.assign(button.style, place, { bottom: "1rem", padding: ".75rem 1.1rem", border: "0", borderRadius: "8px",
    background: "#12606b", color: "#fff", cursor: "pointer", fontWeight: "600" });
  let frame = null;

  function open() {
    frame = document.createElement("iframe");
    frame.src = `${desk}/chat`;
    frame.title = "{ask}";
    Object.assign(frame.style, place, { bottom: "4.5rem", width: "min(26rem, calc(100vw - 2rem))",
      height: "min(40rem, calc(100vh - 6rem))", border: "1px solid #7d8792", borderRadius: "12px", background: "#fff" });
    document.body.append(frame);
  }

  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (!frame) open();
    else frame.hidden = !frame.hidden;
    frame.style.display = frame.hidden ? "none" : "block";
    button.textContent = frame.hidden ? "{ask}" : "{close}";
    button.setAttribute("aria-expanded", String(!frame.hidden));
    if (!frame.hidden) frame.focus();
  });
  document.body.append(button);
})();
