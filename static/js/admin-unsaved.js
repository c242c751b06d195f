// What is typed is kept on the server while it is unsaved, so that a closed tab, a lost network or
// a crash costs a few seconds of typing at most. Nothing is saved by it: it is offered to the same
// person when the page is opened again. admin-safety.js knows the form and says when it changes.

const form = document.querySelector("form[data-unsaved]");
const PAUSE = 1500; // milliseconds after the last change
const LONGEST = 4000; // milliseconds for which somebody who never pauses goes unsent
const PATIENCE = 15000; // milliseconds until a server that doesn't answer counts as away
const SLOWEST = 30000; // milliseconds between two attempts at a server that is away
const AWAY = "The server cannot be reached. Your typing is kept in this tab and sent as soon as it can be.";
const ENDED = "Your session has ended. Your typing is kept in this tab until you have logged in again.";

class Keeping {
  constructor(desk) {
    this.desk = desk;
    this.line = document.querySelector("[data-keeping]");
    this.says = document.querySelector("[data-keeping-says]");
    this.login = document.querySelector("[data-keeping-login]");
    this.aloud = document.querySelector("[data-keeping-aloud]");
    this.turn = 0;
    this.tries = 0;
    this.timer = 0;
    this.since = 0; // when the oldest change was made that is not kept yet
    this.sending = false;
    this.hasKept = false;
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
    let trouble = "";
    try {
      trouble = await this.send({ signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      trouble = AWAY;
    }
    this.sending = false;
    if (this.desk.isLeaving()) return;
    if (trouble) {
      this.since = began;
      this.tries += 1;
      this.timer = setTimeout(() => this.now(), Math.min(SLOWEST, 1000 * 2 ** this.tries));
      this.say(trouble, true);
      return;
    }
    this.tries = 0;
    if (this.since) this.plan(Math.min(PAUSE, this.since + LONGEST - Date.now()));
  }

  last() {
    // The page goes: what is not known to have arrived is sent along with it.
    if ((this.since || this.sending) && !this.desk.isLeaving()) {
      this.send({ keepalive: true }).catch(() => {});
    }
  }

  async send(options) {
    const body = new URLSearchParams();
    for (const [name, value] of this.desk.fields()) {
      if (typeof value === "string") body.append(name, value);
    }
    this.turn += 1;
    body.append("turn", this.turn);
    body.append("person", form.dataset.unsavedPerson);
    const turn = this.turn;
    const response = await post(form.dataset.unsaved, body, options);
    if (response.ok) {
      const answer = await response.json();
      this.hasKept = true;
      if (turn === this.turn && !this.since) this.desk.keepAsSent();
      const more = answer.moved ? " Somebody saved this article meanwhile: saving shows you both." : "";
      this.say(`Typing kept ${answer.kept} – not yet saved as a revision.${more}`, false);
      return "";
    }
    if (response.status === 401) return ENDED;
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isOurs) return AWAY;
    const { sentence } = await response.json();
    return `${sentence} Your typing is kept in this tab only.`;
  }

  say(words, isTrouble) {
    this.line.hidden = false;
    this.says.textContent = words;
    this.login.hidden = words !== ENDED;
    this.line.classList.toggle("desk-keeping--trouble", isTrouble);
    // Read aloud when something is new, not every few seconds.
    const kind = isTrouble ? words : "Typing is kept as you go. It is not yet saved as a revision.";
    if (this.aloud.textContent !== kind) this.aloud.textContent = kind;
  }
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

function post(address, body, options = {}) {
  // Who logged in again in another tab has a new token: the cookie knows it.
  const token = cookie(form.dataset.safetyToken) || form.elements.csrfmiddlewaretoken.value;
  return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, ...options });
}

form?.addEventListener("desk:ready", (event) => new Keeping(event.detail), { once: true });
form?.addEventListener("desk:dropped", (event) => {
  // What was thrown away in this tab is not offered by the server either.
  const body = new URLSearchParams({ sitting: event.detail });
  post(form.dataset.unsavedDiscard, body, { redirect: "manual" }).catch(() => {});
});
