// No typed word is lost: not by closing the tab by mistake, not by a session that ended meanwhile.
//
// While there is unsaved text the browser asks before it leaves. A copy of the form is kept in this
// tab's sessionStorage, which goes when the tab is closed for good. When a save has arrived, the
// server names it in a cookie, and the copy is dropped; a copy without its receipt is offered again.

const form = document.querySelector("form[data-safety]");
const RECEIPTS = "desk-saved";
const PAUSE = 1200; // milliseconds after the last change before the copy is written
const LONGEST = 4000; // milliseconds for which somebody who never pauses goes without a copy
const UNKEPT = new Set(["csrfmiddlewaretoken", "receipt", "_save", "_close", "_restore"]);

const key = `desk:${location.pathname}`;

function updateEditors() {
  for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
}

function fields() {
  updateEditors();
  return [...new FormData(form)].filter(([name]) => !UNKEPT.has(name));
}

function words(pairs) {
  // What a person can type: hidden numbers of the form may differ without anything being lost.
  const unseen = /^(parts|version|base|began|sitting|replaces|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*-revision)$/;
  return JSON.stringify(pairs.filter(([name]) => !unseen.test(name)));
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(sent = false) {
  // `sent`: the server holds the same words (see admin-unsaved.js) and offers them by itself.
  keptAt = Date.now();
  const copy = { at: keptAt, receipt: form.elements.receipt.value, pairs: fields(), sent };
  try {
    sessionStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // The storage is full or switched off: the question before leaving is still there.
  }
}

function drop() {
  sessionStorage.removeItem(key);
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

function receipts() {
  return cookie(RECEIPTS).split(".");
}

function refreshToken() {
  // Who logged in again in another tab has a new token; the one of this page would be refused.
  const token = cookie(form.dataset.safetyToken);
  if (token) form.elements.csrfmiddlewaretoken.value = token;
}

function bringBack(copy) {
  refreshToken();
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = form.action;
  const add = (name, value) => {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    sent.append(input);
  };
  for (const [name, value] of copy.pairs) if (typeof value === "string") add(name, value);
  add("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  add("_restore", "1");
  sent.hidden = true;
  document.body.append(sent);
  sent.submit();
}

function offer(copy) {
  const time = new Date(copy.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const box = document.createElement("div");
  box.className = "desk-alert desk-alert--note desk-kept";
  box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = `What you typed until ${time} was not saved, and is kept in this tab.`;
  const button = (label, press, look = "") => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `desk-button ${look}`;
    made.textContent = label;
    made.addEventListener("click", press);
    return made;
  };
  const buttons = document.createElement("p");
  buttons.className = "desk-kept__buttons";
  buttons.append(
    button(
      "Bring it back",
      () => {
        leaving = true;
        bringBack(copy);
      },
      "desk-button--go",
    ),
    button("Throw it away", () => {
      drop();
      form.dispatchEvent(new CustomEvent("desk:dropped", { detail: sittingOf(copy) }));
      box.remove();
      offered = false;
    }),
  );
  box.append(line, buttons);
  form.prepend(box);
}

let leaving = false;
let offered = false;
let before = "";
let timer = 0;
let keptAt = 0;

function sittingOf(copy) {
  return copy.pairs.find(([name]) => name === "sitting")?.[1] ?? "";
}

function serversOffer(copy) {
  const sitting = sittingOf(copy);
  return sitting && document.querySelector(`[data-unsaved-sitting="${CSS.escape(sitting)}"]`);
}

function isChanged() {
  return form.dataset.safetyChanged === "yes" || words(fields()) !== before;
}

function soon() {
  form.dispatchEvent(new CustomEvent("desk:changed"));
  const now = Date.now();
  if (!timer) keptAt = now;
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      timer = 0;
      // An older copy that is still offered is not overwritten by the first key pressed after it.
      if (!offered && isChanged()) keep();
    },
    Math.max(0, Math.min(PAUSE, keptAt + LONGEST - now)),
  );
}

function start() {
  before = words(fields());
  const copy = kept();
  if (copy) {
    const isReturned = form.dataset.safetyChanged === "yes";
    const theirs = serversOffer(copy);
    if (copy.sent && theirs) drop();
    else if (receipts().includes(copy.receipt) || words(copy.pairs) === before || isReturned) drop();
    else {
      // This copy is at least as new as the one that the server has of the same page.
      if (theirs) theirs.hidden = true;
      offer(copy);
      offered = true;
    }
  }
  form.elements.receipt.value = crypto.getRandomValues(new Uint32Array(4)).join("");
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => {
    leaving = true;
    keep();
    refreshToken();
  });
  for (const link of document.querySelectorAll("[data-leaves]")) {
    link.addEventListener("click", () => {
      leaving = true;
      drop();
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !isChanged()) return;
    keep();
    event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  form.dispatchEvent(
    new CustomEvent("desk:ready", {
      detail: { fields, isChanged, isLeaving: () => leaving, keepAsSent: () => !offered && keep(true) },
    }),
  );
}

function afterEditors(ready) {
  // The editor lays the text out in its own way: what counts as unchanged is known once it is there.
  const editors = window.CKEDITOR;
  const waiting = form.querySelectorAll("[data-type=ckeditortype]").length;
  if (!editors || !waiting) return ready();
  const watch = (editor) => editor.on("change", soon);
  const isThere = () =>
    Object.values(editors.instances).filter((editor) => editor.status === "ready").length >= waiting;
  let started = false;
  const once = () => {
    if (started || !isThere()) return;
    started = true;
    Object.values(editors.instances).forEach(watch);
    ready();
  };
  editors.on("instanceReady", once);
  return once();
}

if (form) afterEditors(start);
