// What somebody types as their decision survives a closed tab and a lost network: it is kept in this
// browser, for this person and this text, and offered again. A decision that has arrived clears it.

import { token } from "./admin-cookies.js";

const KEY = "desk-review:";
const DAYS = 30;

const form = document.querySelector("form[data-review-draft]");
const fields = form ? [...form.querySelectorAll("textarea")] : [];

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keys(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return []; // the storage is switched off
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // The storage is switched off: nothing was kept.
  }
}

/** What nobody came back for in a month goes by itself. */
function tidy() {
  for (const key of keys(KEY)) {
    const copy = kept(key);
    if (!copy || Date.now() - copy.at > DAYS * 864e5) drop(key);
  }
}

function words() {
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

class Draft {
  constructor() {
    this.start = `${KEY}${form.dataset.reviewDraft}.`;
    this.revision = form.dataset.reviewRevision;
    this.key = this.start + this.revision;
    form.addEventListener("input", () => this.keep());
    form.addEventListener("submit", () => this.keep());
    this.offer();
    // A page that comes back by the browser's own button has its words in the fields already.
    window.addEventListener("pageshow", () => this.latest() || this.box?.remove());
  }

  /** At every key: the words are few, and nothing is lost between two of them. */
  keep() {
    const now = words();
    if (!Object.values(now).some((text) => text.trim())) {
      drop(this.key);
      return;
    }
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), words: now }));
    } catch {
      // The storage is full or switched off.
    }
  }

  /** The latest words about this article, of whatever revision, that are not in the fields. */
  latest() {
    const found = keys(this.start)
      .map((key) => ({ key, copy: kept(key) }))
      .filter(({ copy }) => copy?.words)
      .sort((one, other) => other.copy.at - one.copy.at);
    const [first] = found;
    if (!first) return null;
    const now = words();
    const same = Object.entries(first.copy.words).every(([name, text]) => now[name] === text);
    return same ? null : first;
  }

  offer() {
    const found = this.latest();
    if (!found) return;
    const when = new Date(found.copy.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const number = found.key.slice(this.start.length);
    const about = number === this.revision ? "" : ` about revision ${number}`;
    const box = document.createElement("div");
    this.box = box;
    box.className = "desk-alert desk-alert--note review-kept";
    box.setAttribute("role", "status");
    const line = document.createElement("p");
    line.textContent = `What you typed${about} until ${when} is kept in this browser.`;
    const buttons = document.createElement("p");
    buttons.className = "review-kept__buttons";
    const button = (label, look, press) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `desk-button ${look}`;
      made.textContent = label;
      made.addEventListener("click", () => {
        press();
        box.remove();
      });
      buttons.append(made);
    };
    button("Bring it back", "desk-button--go", () => {
      for (const field of fields) {
        const text = found.copy.words[field.name] ?? "";
        if (text) field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      if (found.key !== this.key) drop(found.key);
      fields[0].focus();
    });
    button("Throw it away", "", () => {
      drop(found.key);
      fields[0].focus();
    });
    box.append(line, buttons);
    form.prepend(box);
  }
}

/** Where the press would only lead to an error page of the browser, the page stays. */
function staysOffline(event) {
  const buttons = form.querySelector(".review-decision__buttons");
  const told = form.querySelector("[data-review-offline]");
  if (navigator.onLine) {
    told?.remove();
    return;
  }
  event.preventDefault();
  const line = told ?? document.createElement("p");
  line.className = "desk-alert desk-alert--stop";
  line.setAttribute("role", "alert");
  line.dataset.reviewOffline = "";
  line.textContent =
    "Nothing was decided: you are offline. What you typed stays here; press again when you are back.";
  buttons.before(line);
}

tidy();
if (form) {
  new Draft();
  const none = document.querySelector("[data-review-none]");
  const interests = form.querySelector("[name$=-interests]");
  none.classList.remove("awaits-script");
  none.querySelector("button").addEventListener("click", () => {
    interests.value = "None";
    interests.dispatchEvent(new Event("input", { bubbles: true }));
    interests.focus();
  });
  form.addEventListener("submit", staysOffline);
  form.addEventListener("submit", () => {
    form.elements.csrfmiddlewaretoken.value = token();
  });
}

const decided = document.querySelector("[data-review-decided]");
if (decided) for (const key of keys(`${KEY}${decided.dataset.reviewDecided}.`)) drop(key);
