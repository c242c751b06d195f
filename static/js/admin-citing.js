// The dialog that cites. It is opened by the editor's button (ckeditor-plugins/citation) and by the
// list of references, and knows two ways: choose among the references of the form, or have new ones
// read or looked up (articles/admin/text/citing.py). What it adds are rows of the form: nothing is saved.

import { token } from "./admin-cookies.js";

const PATIENCE = 45000; // milliseconds until a server that doesn't answer counts as away
const AWAY = "The server cannot be reached. What you pasted is still here; try again, or fill in by hand.";
const LARGEST = 600000; // characters, as articles/citing/identify.py has it
// Where a record begins, which has many lines; as articles/citing/stretches.py has it.
const RECORDS = /^(?:[ \t]*TY {1,2}-|PMID ?- ?\d|[ \t]*@[a-zA-Z]+[ \t]*[{(])/m;
const ONE = "Enter looks it up; Shift and Enter begin a new line for several.";
const MANY = "Enter begins a new line here; Ctrl and Enter look the records up (on a Mac Cmd and Enter).";
const BY_TOUCH = "“Look up” finds it. Write several under one another.";
const isCoarse = matchMedia("(pointer: coarse)");
const NO_TITLE = "A reference needs the title of its source.";

class Citing {
  constructor(box) {
    this.box = box;
    box.citing = this; // for the editor
    this.find = (name) => box.querySelector(`[data-citing-${name}]`);
    this.tabs = [...box.querySelectorAll("[role=tab]")];
    this.search = box.querySelector("#citing-search");
    this.text = box.querySelector("#citing-text");
    this.file = box.querySelector("#citing-file");
    // The theme of the admin would write the file's name into a field that its own inputs have.
    this.file.hasChangeListener = true;
    this.listenToTabs();
    this.listenToChoices();
    this.listenToAdding();
    this.find("close").addEventListener("click", () => box.close());
    box.addEventListener("close", () => this.closed());
  }

  get rows() {
    return document.querySelector("[data-references]").references;
  }

  /** Open for the editor, which takes the keys of the rows that are cited. */
  open({ chosen, cited, left }) {
    this.purpose = { cited, left };
    this.begin("Citation", true);
    this.showChoices(chosen);
    this.show(this.rows.all.length ? 0 : 1);
  }

  /** Open for the list of references: rows are added and nothing is cited. */
  openToAdd(opener) {
    this.purpose = { left: () => opener.focus() };
    this.begin("Add references", false);
    this.show(1);
  }

  begin(title, cites) {
    this.box.querySelector("h2").textContent = title;
    this.box.querySelector("[role=tablist]").hidden = !cites;
    this.find("only").hidden = !cites;
    this.find("both").textContent = cites ? "Add and cite" : "Add";
    this.done = false;
    this.text.value = "";
    this.sayKeys();
    this.file.value = "";
    this.empty("");
    this.box.showModal();
  }

  closed() {
    this.asked?.abort();
    if (!this.done) this.purpose.left();
  }

  finish(keys) {
    this.done = true;
    this.box.close();
    if (this.purpose.cited && keys.length) this.purpose.cited(keys);
    else this.purpose.left();
  }

  // -- two panels --------------------------------------------------------------------------------

  listenToTabs() {
    for (const [place, tab] of this.tabs.entries()) {
      tab.addEventListener("click", () => this.show(place));
      tab.addEventListener("keydown", ({ key }) => {
        const other = { ArrowLeft: 0, Home: 0, ArrowRight: 1, End: 1 }[key];
        if (other === undefined) return;
        this.show(other, false);
        this.tabs[other].focus();
      });
    }
  }

  show(place, enters = true) {
    for (const [number, tab] of this.tabs.entries()) {
      const isShown = number === place;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      this.box.querySelector(`#${tab.getAttribute("aria-controls")}`).hidden = !isShown;
    }
    if (enters) (place ? this.text : this.search).focus();
  }

  // -- choose ------------------------------------------------------------------------------------

  listenToChoices() {
    const choices = this.find("choices");
    this.search.addEventListener("input", () => this.narrow());
    choices.addEventListener("change", () => this.sayChosen());
    this.search.addEventListener("keydown", (event) => {
      const shown = this.shown;
      if (event.key === "ArrowDown" && shown.length) shown[0].focus();
      else if (event.key === "Enter") {
        if (!this.chosen.length && shown.length === 1) shown[0].checked = true;
        this.cite();
      } else return;
      event.preventDefault();
    });
    choices.addEventListener("keydown", (event) => {
      const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter") this.cite();
      else if (way) (this.shown[this.shown.indexOf(event.target) + way] ?? this.search).focus();
      else return;
      event.preventDefault();
    });
    this.find("cite").addEventListener("click", () => this.cite());
  }

  get boxes() {
    return [...this.find("choices").querySelectorAll("input")];
  }

  get shown() {
    return this.boxes.filter((box) => !box.closest("li").hidden);
  }

  get chosen() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  showChoices(chosen) {
    this.search.value = "";
    this.find("choices").replaceChildren(
      ...this.rows.all.map(({ key, number, words, fields }) => {
        const item = document.createElement("li");
        const label = document.createElement("label");
        const box = document.createElement("input");
        Object.assign(box, { type: "checkbox", value: key, checked: chosen.includes(key) });
        const count = document.createElement("span");
        count.className = "citing__number";
        count.textContent = `${number}.`;
        const text = document.createElement("span");
        text.textContent = words;
        label.append(box, count, " ", text);
        item.append(label);
        item.dataset.words = [number, ...Object.values(fields)].join(" ").toLowerCase();
        return item;
      }),
    );
    this.narrow();
  }

  narrow() {
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of this.find("choices").children) {
      item.hidden = !wanted.every((word) => item.dataset.words.includes(word));
    }
    const none = this.find("none");
    none.hidden = this.shown.length > 0;
    none.textContent = this.boxes.length
      ? "No reference of this article has these words."
      : "This article has no reference yet: add one under “Add new”.";
    this.sayChosen();
  }

  sayChosen(problem = "") {
    const number = this.chosen.length;
    this.find("chosen").textContent =
      problem || (number ? `${number} chosen` : this.boxes.length ? "Nothing chosen yet" : "");
  }

  cite() {
    if (this.chosen.length) this.finish(this.chosen);
    else {
      this.sayChosen("Choose a reference first.");
      (this.shown[0] ?? this.search).focus();
    }
  }

  // -- add ---------------------------------------------------------------------------------------

  listenToAdding() {
    this.find("ask").addEventListener("click", () => this.ask(this.text.value));
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      if (RECORDS.test(this.text.value) && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.ask(this.text.value);
    });
    this.text.addEventListener("input", () => this.sayKeys());
    isCoarse.addEventListener("change", () => this.sayKeys());
    this.file.addEventListener("change", () => this.read());
    this.find("hand").addEventListener("click", () => {
      this.showFound([{ state: "new", notes: [], fields: {} }], "");
      this.empty("Fill in what you know.", true);
      this.items[0].querySelector("textarea").focus();
    });
    this.find("both").addEventListener("click", () => this.take(true));
    this.find("only").addEventListener("click", () => this.take(false));
    this.find("found").addEventListener("input", (event) => this.wordsOf(event.target.closest("li")));
    this.find("found").addEventListener("change", () => this.sayTaking());
  }

  get items() {
    return [...this.find("found").children];
  }

  /** What the keys do with what is in the field; a device without them hears of none. */
  sayKeys() {
    const words = isCoarse.matches ? BY_TOUCH : RECORDS.test(this.text.value) ? MANY : ONE;
    const help = this.find("keys");
    if (help.textContent !== words) help.textContent = words; // told once, when it changes
  }

  say(words) {
    this.find("says").textContent = words;
  }

  empty(words, keeps = false) {
    if (!keeps) {
      this.find("found").replaceChildren();
      this.find("take").hidden = true;
    }
    this.say(words);
  }

  async read() {
    const [file] = this.file.files;
    if (!file) return;
    if (file.size > LARGEST * 3) {
      this.empty(`“${file.name}” is too large. Export fewer records at a time.`);
      return;
    }
    const bytes = await file.arrayBuffer();
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder("windows-1252").decode(bytes); // older programs
    }
    this.file.value = "";
    this.ask(text);
  }

  async ask(text) {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const { citing, citingPerson: person } = this.box.dataset;
    const rows = this.rows.all.map(({ number, fields }) => ({ number, ...fields }));
    const body = new URLSearchParams({ text, person, rows: JSON.stringify(rows) });
    this.empty("Looking …");
    try {
      const response = await fetch(citing, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token() },
        signal: AbortSignal.any([asked.signal, AbortSignal.timeout(PATIENCE)]),
      });
      const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
      if (!isOurs) throw new Error(String(response.status));
      const answer = await response.json();
      if (asked.signal.aborted) return;
      if (!response.ok) this.empty(answer.sentence);
      else if (answer.problem) this.empty(answer.problem);
      else this.showFound(answer.items, answer.more);
    } catch {
      if (!asked.signal.aborted) this.empty(AWAY);
    }
  }

  showFound(found, more) {
    const many = found.length > 1;
    this.find("found").classList.toggle("citing__found--many", many);
    this.find("found").replaceChildren(...found.map((one, place) => this.item(one, place, many)));
    this.say([summary(found, this.purpose.cited), more].filter(Boolean).join(" "));
    this.sayTaking();
    const [first] = this.items;
    if (many || !found.length) return;
    // One work: the next Enter takes it, or the writer fills in what nobody knew.
    const gap = first.querySelector("textarea");
    if (found[0].state === "failed" && gap) gap.focus();
    else if (!this.find("take").hidden) this.find("both").focus();
  }

  item(one, place, many) {
    const item = this.find("item").content.cloneNode(true).querySelector("li");
    for (const part of item.querySelectorAll("*")) {
      for (const attribute of [...part.attributes]) {
        if (attribute.value.includes("__prefix__")) {
          part.setAttribute(attribute.name, attribute.value.replaceAll("__prefix__", `found-${place}`));
        }
      }
    }
    const check = item.querySelector("[data-citing-check]");
    const details = item.querySelector("details");
    item.state = one;
    item.dataset.state = one.state;
    const adds = one.state !== "there" && one.fields;
    check.checked = one.state === "new" ? !one.twice : !many && Boolean(one.fields);
    check.hidden = !many || (!adds && !(one.number && this.purpose.cited));
    item.querySelector("[data-citing-state]").textContent = state(one, many);
    const notes = one.notes.map((note) => Object.assign(document.createElement("li"), { textContent: note }));
    item.querySelector("[data-citing-notes]").replaceChildren(...notes);
    if (adds) {
      for (const [name, value] of Object.entries(one.fields)) {
        const field = item.querySelector(`.desk-reference__fields [name$="-${name}"]`);
        field.value = value;
      }
      details.open = !many;
    } else {
      details.remove();
    }
    this.wordsOf(item);
    return item;
  }

  fieldsOf(item) {
    const pairs = [...item.querySelectorAll(".desk-reference__fields :is(input, textarea)")];
    return Object.fromEntries(pairs.map((field) => [field.name.split("-").at(-1), field.value.trim()]));
  }

  wordsOf(item) {
    if (!item) return;
    const { state: one } = item;
    const fields = item.querySelector("details") ? this.fieldsOf(item) : (one.fields ?? {});
    const words = [fields.authors && `${fields.authors.replace(/\.$/, "")}.`, fields.title, fields.year && `(${fields.year})`];
    const there = this.rows.all.find(({ number }) => number === one.number);
    item.querySelector("[data-citing-words]").textContent =
      there?.words || words.filter(Boolean).join(" ") || one.label || "New reference";
  }

  /** The items that would be taken; those that the article has already are only cited. */
  get taking() {
    return this.items.filter((item) => {
      const check = item.querySelector("[data-citing-check]");
      const one = item.state;
      return check.hidden ? this.items.length === 1 && (one.number || one.fields) : check.checked;
    });
  }

  sayTaking() {
    const { taking } = this;
    const adds = taking.some((item) => !item.state.number);
    const cites = Boolean(this.purpose.cited);
    this.find("take").hidden = !(adds || (cites && taking.length));
    this.find("only").hidden = !cites || !adds;
    if (cites) this.find("both").textContent = adds ? "Add and cite" : "Cite";
  }

  take(cites) {
    const { taking } = this;
    for (const item of taking) {
      if (item.state.number || this.fieldsOf(item).title) continue;
      item.querySelector("details").open = true;
      this.say(NO_TITLE);
      item.querySelector("textarea").focus();
      return;
    }
    const news = taking.filter((item) => !item.state.number);
    // The numbers are those of now: adding rows moves none of them.
    const there = taking.filter((item) => item.state.number).map(({ state: one }) => this.rows.keyAt(one.number));
    const keys = this.rows.add(news.map((item) => this.fieldsOf(item)));
    this.finish(cites ? [...there, ...keys] : []);
  }
}

function state({ state: name, number, twice, line, reason }, many) {
  if (name === "there" && many) return `This article has it already: reference ${number}.`;
  if (twice) return "The same as one further up.";
  if (!many) return "";
  return name === "failed" ? `Line ${line}: ${reason}` : "New";
}

function summary(found, cites) {
  if (found.length === 1) {
    const [{ state: name, number, reason }] = found;
    if (name === "there") return `This article has it already: reference ${number}.`;
    if (name === "failed") return reason;
    return `Found. Look it over, then ${cites ? "add and cite it" : "add it"}.`;
  }
  const count = (name) => found.filter((one) => one.state === name).length;
  const parts = [
    `${count("new")} new`,
    count("there") && `${count("there")} already there`,
    count("failed") && `${count("failed")} not read`,
  ];
  return `${found.length} works: ${parts.filter(Boolean).join(", ")}.`;
}

for (const box of document.querySelectorAll("[data-citing]")) {
  const citing = new Citing(box);
  const opener = document.querySelector("[data-look-up]");
  opener.classList.remove("awaits-script");
  opener.addEventListener("click", () => citing.openToAdd(opener));
}
