// Who else has this article open, and what they saved meanwhile: the page says "I am here" now and
// then, and is told.

import { token } from "./admin-cookies.js";

const place = document.querySelector("[data-presence]");
const EVERY = 20000; // milliseconds between two messages of a page that is seen

class Presence {
  constructor() {
    this.sitting = crypto.getRandomValues(new Uint32Array(4)).join("");
    this.writes = false;
    this.said = "";
    const form = document.querySelector("#article_form");
    form?.addEventListener("desk:changed", () => this.begins());
    // Whoever keeps typing hears at once that somebody saved, and here is told who.
    form?.addEventListener("desk:moved", () => this.round());
    document.addEventListener("visibilitychange", () => this.round());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (event) => event.persisted && this.round());
    this.round();
  }

  begins() {
    if (this.writes) return;
    this.writes = true;
    this.round();
  }

  async round() {
    clearTimeout(this.timer);
    if (document.hidden) return; // who isn't looking isn't asked for, and asks nobody
    try {
      const response = await this.send(this.writes ? { writes: "1" } : {});
      if (response.ok) {
        const { others, news } = await response.json();
        this.show(news ? [news, ...others] : others);
      }
    } catch {
      // The line about the server being away is said where typing is kept.
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.round(), EVERY);
  }

  show(sentences) {
    const now = sentences.join("\n");
    if (now === this.said) return; // read aloud once, not with every message
    this.said = now;
    place.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("p");
        line.textContent = sentence;
        return line;
      }),
    );
  }

  leave() {
    clearTimeout(this.timer);
    this.send({ leaves: "1" }, { keepalive: true }).catch(() => {});
  }

  send(more, options = {}) {
    const { presence, presencePerson } = place.dataset;
    const { presenceVersion: version, presenceRevision: revision } = place.dataset;
    const where = { sitting: this.sitting, person: presencePerson, version, revision };
    const body = new URLSearchParams({ ...where, ...more });
    const headers = { "X-CSRFToken": token() };
    return fetch(presence, { method: "POST", body, headers, ...options });
  }
}

if (place) new Presence();
