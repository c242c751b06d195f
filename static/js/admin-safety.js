// No typed word is lost: not by closing the tab by mistake, not by a session that ended meanwhile,
// not by a browser that dies while the server is away.
//
// While there is unsaved text the browser asks before it leaves. A copy of the form is kept in this
// tab's sessionStorage, and in the browser's IndexedDB for as long as the server doesn't have the
// same words (admin-unsaved.js sends them). When a save has arrived, the server names it in a
// cookie, and the copy is dropped; a copy without its receipt is offered again.

import { cookie, token } from "./admin-cookies.js";

const form = document.querySelector("form[data-safety]");
const RECEIPTS = "desk-saved";
const PAUSE = 1200; // milliseconds after the last change before the copy is written
const LONGEST = 4000; // milliseconds for which somebody who never pauses goes without a copy
const KEPT_FOR = 30 * 24 * 3600 * 1000; // milliseconds until a copy that nobody came back for goes
const UNKEPT = new Set(["csrfmiddlewaretoken", "receipt", "_save", "_close", "_restore"]);

// A copy belongs to one person and one article, whatever the address of the page is.
const key = `desk:${form?.dataset.unsavedPerson}:${form?.dataset.unsaved}`;

class Copies {
  // Copies that outlive the tab and the browser; each opened page has one of its own.
  constructor() {
    this.fails = false;
  }

  put(copy) {
    return this.run("readwrite", (store) => store.put({ ...copy, name: `${key}:${copy.receipt}`, key }));
  }

  remove(receipt) {
    return this.run("readwrite", (store) => store.delete(`${key}:${receipt}`));
  }

  async left() {
    // What closed pages left behind; the copy of a page that is open in another tab is its own.
    const open = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [];
    const found = [];
    for (const copy of await this.run("readonly", (store) => store.getAll())) {
      if (copy.at < Date.now() - KEPT_FOR) {
        this.run("readwrite", (store) => store.delete(copy.name)).catch(() => {});
      } else if (copy.key === key && !open.includes(copy.name)) found.push(copy);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  async run(mode, work) {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const step = database.transaction("copies", mode, { durability: "strict" });
      const asked = work(step.objectStore("copies"));
      step.oncomplete = () => resolve(asked.result);
      step.onerror = () => reject(step.error);
      step.onabort = () => reject(step.error);
    });
  }

  open() {
    this.opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("desk", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("copies", { keyPath: "name" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return this.opening;
  }
}

const copies = new Copies();

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
    // An older copy that is still offered is not overwritten by the first key pressed after it.
    if (!offered) sessionStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // The storage is full or switched off; whether the other one works is said.
  }
  const done = sent ? copies.remove(copy.receipt) : copies.put(copy);
  done.then(
    () => tell(false),
    () => tell(true),
  );
}

function tell(fails) {
  // Whether this browser can keep a copy is said where the keeping of words is.
  if (copies.fails === fails) return;
  copies.fails = fails;
  form.dispatchEvent(new CustomEvent("desk:copies", { detail: fails }));
}

function drop(copy) {
  const inTab = kept();
  if (!copy || inTab?.receipt === copy.receipt) sessionStorage.removeItem(key);
  const receipt = (copy ?? inTab)?.receipt;
  if (receipt) copies.remove(receipt).catch(() => {});
}

function receipts() {
  return cookie(RECEIPTS).split(".");
}

function bringBack(copy) {
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
  add("csrfmiddlewaretoken", token());
  add("_restore", "1");
  sent.hidden = true;
  document.body.append(sent);
  sent.submit();
}

function offer(copy) {
  const time = new Date(copy.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const box = document.createElement("div");
  box.className = "desk-alert desk-alert--note desk-kept";
  box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = `What you typed until ${time} was not saved, and is kept in this browser.`;
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
      if (kept()?.receipt === copy.receipt) offered = false;
      drop(copy);
      form.dispatchEvent(new CustomEvent("desk:dropped", { detail: sittingOf(copy) }));
      box.remove();
    }),
  );
  box.append(line, buttons);
  // Under the steps, which somebody may be about to press.
  const steps = form.querySelector(".desk-panel");
  if (steps) steps.after(box);
  else form.prepend(box);
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

let ask = null; // asks, before a save, whether the server is there to take it
let isAsking = false;
let isSure = false;

function submitted(event) {
  if (ask && !isSure) {
    // To a server that is away the form would go into nothing, and an error page take its place.
    event.preventDefault();
    if (!isAsking) askAndSubmit(event.submitter);
    return;
  }
  leaving = true;
  keep();
  form.elements.csrfmiddlewaretoken.value = token();
}

async function askAndSubmit(submitter) {
  isAsking = true;
  keep();
  const mayGo = await ask();
  await new Promise((done) => setTimeout(done)); // a form is not sent while it is being sent
  isAsking = false;
  if (!mayGo) return;
  isSure = true;
  form.requestSubmit(submitter);
  isSure = false;
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
      if (isChanged()) keep();
    },
    Math.max(0, Math.min(PAUSE, keptAt + LONGEST - now)),
  );
}

function isOver(copy) {
  // The words of this copy are saved, or offered by the server, or in the fields of this page,
  // which came back from it.
  const replaced = form.elements.replaces.value.split(".");
  if (copy.sent && serversOffer(copy)) return true;
  if (receipts().includes(copy.receipt) || words(copy.pairs) === before) return true;
  return isReturned() && replaced.includes(sittingOf(copy));
}

function offerUnlessOver(copy) {
  if (isOver(copy)) {
    drop(copy);
    return false;
  }
  // This copy is at least as new as the one that the server has of the same page.
  const theirs = serversOffer(copy);
  if (theirs) theirs.hidden = true;
  offer(copy);
  return true;
}

function isReturned() {
  return form.dataset.safetyChanged === "yes";
}

async function offerLeft(inTab) {
  try {
    for (const copy of await copies.left()) {
      if (copy.receipt !== inTab?.receipt) offerUnlessOver(copy);
    }
  } catch {
    tell(true);
  }
}

function start() {
  before = words(fields());
  const copy = kept();
  if (copy) offered = offerUnlessOver(copy);
  form.elements.receipt.value = crypto.getRandomValues(new Uint32Array(4)).join("");
  navigator.locks?.request(`${key}:${form.elements.receipt.value}`, () => new Promise(() => {}));
  offerLeft(copy);
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", submitted);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer && isChanged()) keep();
  });
  if (isReturned()) keep();
  for (const link of document.querySelectorAll("[data-leaves]")) {
    link.addEventListener("click", () => {
      leaving = true;
      drop({ receipt: form.elements.receipt.value });
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
      detail: {
        fields,
        isChanged,
        isLeaving: () => leaving,
        keep,
        askFirst: (question) => {
          ask = question;
        },
        copyFails: () => copies.fails,
      },
    }),
  );
}

function afterEditors(ready) {
  // The editor lays the text out in its own way: what counts as unchanged is known once it is there.
  const editors = window.CKEDITOR;
  const waiting = form.querySelectorAll("[data-type=ckeditortype]").length;
  if (!editors || !waiting) return ready();
  const watch = (editor) => {
    editor.on("change", soon);
    // The editor hears keys. Words that were dictated, composed or corrected come without any.
    const listen = () => editor.editable()?.attachListener(editor.editable(), "input", soon);
    editor.on("contentDom", listen);
    listen();
  };
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
