// What is typed is kept on the server while it is unsaved, so that a closed tab, a lost network or
// a crash costs a few seconds of typing at most. Nothing is saved by it: it is offered to the same
// person when the page is opened again. admin-safety.js knows the form and says when it changes.

import { token } from "./admin-cookies.js";

const form = document.querySelector("form[data-unsaved]");
const PAUSE = 1500; // milliseconds after the last change
const LONGEST = 4000; // milliseconds for which somebody who never pauses goes unsent
const PATIENCE = 15000; // milliseconds until a server that doesn't answer counts as away
const SLOWEST = 10000; // milliseconds between two attempts at a server that is away
const GATEWAY = [502, 503, 504]; // what stands before a server that is away answers so
const AWAY = "The server does not answer.";
const FAILED = "The server cannot keep your typing at the moment.";
const ENDED = "Your session has ended. You can log in again without leaving this page.";
const STOPPED = "Not saved: the server does not answer. Your words stay here; save again when it answers.";
const STRANGE =
  "Not saved: somebody else is logged in in this browser now. Your words stay here; log in again in another tab, then save.";
const BACK = "The server answers again. ";

class Keeping {
  constructor(desk) {
    this.desk = desk;
    this.line = document.querySelector("[data-keeping]");
    this.says = document.querySelector("[data-keeping-says]");
    this.login = document.querySelector("[data-keeping-login]");
    this.aloud = document.querySelector("[data-keeping-aloud]");
    this.stopped = document.querySelector("[data-keeping-stopped]");
    this.turn = 0;
    this.tries = 0;
    this.timer = 0;
    this.since = 0; // when the oldest change was made that is not kept yet
    this.sending = false;
    this.hasKept = false;
    this.hasMoved = false;
    this.begin();
    form.addEventListener("desk:changed", () => this.changed());
    for (const name of ["online", "focus"]) window.addEventListener(name, () => this.again());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.now();
      else this.again();
    });
    window.addEventListener("pagehide", () => this.last());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.begin();
    });
    // Words that came back from a save that failed, or from the tab, are unsaved from the start.
    if (desk.isChanged()) this.changed();
    desk.askFirst(() => this.mayGo());
    form.addEventListener("desk:copies", () => this.said && this.say(...this.said));
  }

  begin() {
    // Each page that is opened has a name of its own: two tabs don't overwrite each other.
    const { sitting, replaces } = form.elements;
    replaces.value = [replaces.value, sitting.value].filter(Boolean).join(".");
    sitting.value = crypto.getRandomValues(new Uint32Array(4)).join("");
  }

  changed() {
    if (!this.hasKept && !this.desk.isChanged()) return;
    this.since ||= Date.now();
    this.plan(Math.min(PAUSE, this.since + LONGEST - Date.now()));
  }

  plan(delay) {
    if (this.tries) return; // the next attempt is planned already
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), Math.max(0, delay));
  }

  again() {
    if (this.tries) this.now();
  }

  async now() {
    clearTimeout(this.timer);
    if (!this.since || this.sending || this.desk.isLeaving()) return;
    const began = this.since;
    this.since = 0;
    this.sending = true;
    const { trouble } = await this.send({ signal: AbortSignal.timeout(PATIENCE) });
    this.sending = false;
    if (this.desk.isLeaving()) return;
    if (trouble) this.later(began);
    else if (this.since) this.plan(Math.min(PAUSE, this.since + LONGEST - Date.now()));
  }

  later(began) {
    clearTimeout(this.timer);
    this.since = began;
    this.tries += 1;
    this.timer = setTimeout(() => this.now(), Math.min(SLOWEST, 1000 * 2 ** this.tries));
  }

  async mayGo() {
    // Before a save: whether there is a server to take it. It gets the words on the way.
    this.stopped.hidden = true;
    if (!this.desk.isChanged() && !this.tries) return true;
    const began = this.since || Date.now();
    this.since = 0;
    const { isAway, isElse } = await this.send({ signal: AbortSignal.timeout(PATIENCE) });
    if (!isAway && !isElse) return true;
    this.later(began);
    this.stopped.textContent = isElse ? STRANGE : STOPPED;
    this.stopped.hidden = false;
    return false;
  }

  last() {
    // The page goes: what is not known to have arrived is sent along with it.
    if ((this.since || this.sending) && !this.desk.isLeaving()) {
      this.send({ keepalive: true });
    }
  }

  async send(options) {
    const body = new URLSearchParams();
    for (const [name, value] of this.desk.fields()) {
      if (typeof value === "string") body.append(name, value);
    }
    this.turn += 1;
    body.append("turn", this.turn);
    const turn = this.turn;
    let response;
    let answer;
    try {
      response = await post(form.dataset.unsaved, body, options);
      answer = response.ok ? await response.json() : await refusal(response);
    } catch {
      return this.failed(AWAY, true);
    }
    if (!response.ok) {
      const isElse = response.headers.has("X-Somebody-Else");
      return { ...this.failed(answer, GATEWAY.includes(response.status)), isElse };
    }
    const back = this.tries ? BACK : "";
    this.hasKept = true;
    this.tries = 0;
    this.stopped.hidden = true;
    // The copy of this browser is never older than the server's.
    this.desk.keep(turn === this.turn && !this.since);
    if (answer.moved && !this.hasMoved) {
      this.hasMoved = true;
      form.dispatchEvent(new CustomEvent("desk:moved")); // admin-presence.js asks who it was
    }
    this.say(`${back}Typing kept ${answer.kept} – not yet saved as a revision.`, false, back);
    return { trouble: "", isAway: false };
  }

  failed(trouble, isAway) {
    if (!this.desk.isLeaving()) this.say(trouble, true);
    return { trouble, isAway };
  }

  say(words, isTrouble, back = "") {
    this.said = [words, isTrouble, back];
    let here = "";
    if (this.desk.copyFails()) {
      here = isTrouble
        ? " This browser keeps no copy either (its storage is full or switched off): leave this page open until it is kept."
        : " This browser keeps no copy of its own: its storage is full or switched off.";
    } else if (isTrouble) here = " Your typing is kept in this browser and sent as soon as it can be.";
    this.line.hidden = false;
    this.says.textContent = words + here;
    this.login.hidden = words !== ENDED;
    this.line.classList.toggle("desk-keeping--trouble", isTrouble);
    // Read aloud when something is new, not every few seconds.
    const kind = isTrouble ? words + here : `${back}Typing is kept as you go. It is not yet saved as a revision.${here}`;
    if (!this.aloud.textContent.endsWith(kind)) this.aloud.textContent = kind;
  }
}

async function refusal(response) {
  if (response.status === 401) return ENDED;
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  if (isOurs) return (await response.json()).sentence;
  if (response.status === 403) return ENDED; // whoever lost the token lost the session with it
  return GATEWAY.includes(response.status) ? AWAY : FAILED;
}

function post(address, body, options = {}) {
  return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token() }, ...options });
}

form?.addEventListener("desk:ready", (event) => new Keeping(event.detail), { once: true });
form?.addEventListener("desk:dropped", (event) => {
  // What was thrown away in this tab is not offered by the server either.
  const body = new URLSearchParams({ sitting: event.detail });
  post(form.dataset.unsavedDiscard, body, { redirect: "manual" }).catch(() => {});
});
