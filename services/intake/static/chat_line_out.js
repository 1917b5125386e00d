/* The way to the desk: a WebSocket, and where none comes through, asking and waiting. What is not said to be taken is
   kept in this tab and sent again, after a reload too; the desk takes each id once. */

const KEPT = "chat.unsent";
const PAUSES = [500, 1000, 2000, 4000, 8000];
const TOO_LARGE = 1009;

export class LineOut {
  constructor(heard, told) {
    this.heard = heard; // news of the desk
    this.told = told; // what became of a message, and of the connection
    this.after = 0;
    this.socket = null;
    this.failures = 0;
    this.unsent = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  }

  keep() { sessionStorage.setItem(KEPT, JSON.stringify(this.unsent)); }

  send(message) {
    this.unsent.push(message);
    this.keep();
    this.flush(message);
  }

  flush(only) {
    const wanted = only ? [only] : this.unsent;
    if (this.socket?.readyState === WebSocket.OPEN) {
      for (const message of wanted) this.socket.send(JSON.stringify(message));
    } else this.post();
  }

  async post() {
    if (this.posting) return;
    this.posting = true;
    try {
      while (this.unsent.length && this.socket?.readyState !== WebSocket.OPEN) {
        const answer = await fetch("/chat/say", { method: "POST", body: new URLSearchParams(this.unsent[0]) });
        if (answer.status === 413) { this.settle({ refused: this.unsent[0].id }); continue; }
        const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
        if (!said || !(said.taken || said.refused)) break;
        this.settle(said);
        await this.ask(false);
      }
    } catch { this.told({ lost: true }); } finally { this.posting = false; }
  }

  settle(said) {
    const id = said.taken ?? said.refused;
    this.unsent = this.unsent.filter((message) => message.id !== id);
    this.keep();
    if (said.refused) this.told({ id, refused: said.why });
  }

  typing() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ typing: true }));
  }

  take(news) {
    if (news.lines.length) this.after = news.lines.at(-1).n;
    this.heard(news);
  }

  async ask(wait) {
    const answer = await fetch(`/chat/lines?after=${this.after}${wait ? "&wait=1" : ""}`);
    if (!answer.ok) throw new Error(String(answer.status));
    this.take(await answer.json());
  }

  open() {
    return new Promise((resolve) => {
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      let opened = false;
      const socket = new WebSocket(`${scheme}://${location.host}/chat/socket?after=${this.after}`);
      socket.onopen = () => { opened = true; this.socket = socket; this.failures = 0; this.told({ lost: false }); this.flush(); };
      socket.onmessage = (event) => {
        const said = JSON.parse(event.data);
        if (said.lines) this.take(said);
        else this.settle(said);
      };
      socket.onclose = (event) => {
        if (this.socket === socket) this.socket = null;
        if (event.code === TOO_LARGE && this.unsent.length) this.settle({ refused: this.unsent[0].id });
        resolve(opened);
      };
    });
  }

  async live() {
    for (;;) {
      if (await this.open()) { await this.pause(0); continue; }
      const began = performance.now();
      try {
        this.post();
        await this.ask(true);
        this.told({ lost: false });
        this.failures = 0;
        if (performance.now() - began < 1000) await this.pause(1); // no seat to wait on
      } catch {
        this.told({ lost: true });
        await this.pause(this.failures++);
      }
    }
  }

  pause(step) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSES[Math.min(step, PAUSES.length - 1)]);
      window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }
}
