// The sources of an article: adding, moving and removing them, and their numbers. The server reads
// the order from the position fields, which are kept in step here.
//
// Each row has a key of its own while the page is open. The editor's citations know the key of their
// row (ckeditor-plugins/citation), so that they find it under whatever number; when they come, move
// or go, the rows are put in the order in which the text cites them. The same order is computed by
// articles/citing/order.py; a story in a browser compares the two.

const PAGE = crypto.getRandomValues(new Uint32Array(2)).join("");

/** The keys of the rows in their new order: cited ones first, as cited; then the others as they were. */
function byAppearance(cited, rows) {
  const known = new Set(rows);
  const first = [...new Set(cited)].filter((key) => known.has(key));
  const named = new Set(first);
  return [...first, ...rows.filter((key) => !named.has(key))];
}

class References {
  constructor(root) {
    this.root = root;
    root.references = this; // for the editor and the dialog
    this.list = root.querySelector("[data-list]");
    this.empty = root.querySelector("[data-empty]");
    this.says = root.querySelector("[data-says]");
    this.total = root.querySelector(`[name="${root.dataset.references}-TOTAL_FORMS"]`);
    this.cited = null; // the keys in the text, in order; nothing until the editor has said them
    this.isOwnOrder = false; // whether somebody moved the rows into another order on this page
    this.made = 0;
    this.rows.forEach((row) => this.equip(row));
    root.querySelector("[data-add]").addEventListener("click", () => this.begin());
    this.numbering = root.querySelector("[data-numbering]");
    this.numbering.querySelector("button").addEventListener("click", (event) => {
      if (!this.cited) return; // without the editor's word the server numbers them
      event.preventDefault();
      this.number();
    });
    this.refresh();
    document.dispatchEvent(new CustomEvent("references:changed"));
  }

  get rows() {
    return [...this.list.children];
  }

  get staying() {
    return this.rows.filter((row) => !row.querySelector("[data-remove]").checked);
  }

  /** The references as they stand: key, number, words and fields. */
  get all() {
    return this.staying.map((row, place) => ({
      key: row.dataset.key,
      number: place + 1,
      words: row.querySelector("[data-summary]").textContent.trim(),
      fields: this.fields(row),
    }));
  }

  /** The number of a row. Removed rows count after the others: what cites them is then seen to cite
   *  nothing, finds back with “Bring back”, and never cites another reference that took the number. */
  numberOf(key) {
    const staying = this.staying;
    const removed = this.rows.filter((row) => !staying.includes(row));
    return [...staying, ...removed].findIndex((row) => row.dataset.key === key) + 1;
  }

  keyAt(number) {
    return this.staying[number - 1]?.dataset.key ?? "";
  }

  isThere(key) {
    return this.staying.some((row) => row.dataset.key === key);
  }

  equip(row) {
    this.made += 1;
    row.dataset.key = `${PAGE}-${this.made}`;
    row.querySelector("[data-up]").addEventListener("click", () => this.move(row, -1));
    row.querySelector("[data-down]").addEventListener("click", () => this.move(row, 1));
    row.querySelector("[data-take]").addEventListener("click", () => this.remove(row));
    row.addEventListener("input", () => this.summarise(row));
    row.querySelector("details").addEventListener("toggle", () => this.summarise(row));
  }

  fields(row) {
    const found = {};
    for (const field of row.querySelectorAll(".desk-reference__fields :is(input, textarea)")) {
      found[field.name.split("-").at(-1)] = field.value.trim();
    }
    return found;
  }

  summarise(row) {
    const { authors, title, year } = this.fields(row);
    row.querySelector("[data-summary]").textContent = inWords({ authors, title, year });
    this.name(row);
  }

  name(row) {
    const number = this.staying.indexOf(row) + 1;
    for (const label of row.querySelectorAll("[data-name]")) {
      label.textContent = `${label.dataset.name} reference ${number}`;
    }
  }

  refresh() {
    const rows = this.staying;
    for (const [place, row] of rows.entries()) {
      row.querySelector("[data-position]").value = place + 1;
      row.querySelector("[data-up]").disabled = place === 0;
      row.querySelector("[data-down]").disabled = place === rows.length - 1;
      this.name(row);
    }
    this.root.classList.toggle("desk-references--none", rows.length === 0);
    this.sayOrder();
  }

  changed(sentence) {
    this.refresh();
    document.dispatchEvent(new CustomEvent("references:changed"));
    this.says.textContent = sentence;
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // -- the order ---------------------------------------------------------------------------------

  /** The editor tells which rows its text cites, in order, and whether a writer changed that. */
  follow(keys, isChange) {
    this.cited = keys;
    if (isChange && !this.isOwnOrder && this.sort()) {
      this.changed("The references are numbered in the order in which the text cites them.");
    } else {
      this.sayOrder();
    }
  }

  number() {
    this.isOwnOrder = false;
    this.sort();
    this.changed("The references are numbered in the order in which the text cites them.");
    this.root.querySelector("[data-add]").focus();
  }

  get wanted() {
    return byAppearance(this.cited ?? [], this.staying.map((row) => row.dataset.key));
  }

  get isInOrder() {
    return this.wanted.every((key, place) => key === this.staying[place].dataset.key);
  }

  /** Put the rows in order; whether that moved any. */
  sort() {
    if (this.isInOrder) return false;
    const rows = new Map(this.rows.map((row) => [row.dataset.key, row]));
    const removed = this.rows.filter((row) => !this.staying.includes(row));
    this.list.append(...this.wanted.map((key) => rows.get(key)), ...removed);
    return true;
  }

  sayOrder() {
    const cites = this.cited?.some((key) => this.isThere(key));
    const inOrder = this.isInOrder;
    this.numbering.hidden = !cites;
    this.numbering.querySelector("button").hidden = inOrder;
    this.numbering.querySelector("[data-numbering-says]").textContent = inOrder
      ? "Numbered in the order in which the text cites them."
      : this.isOwnOrder
        ? "You moved them into an order of your own, and it stays."
        : "Not in the order in which the text cites them.";
  }

  // -- rows --------------------------------------------------------------------------------------

  append() {
    const number = Number(this.total.value);
    const row = this.empty.content.cloneNode(true).querySelector("[data-reference]");
    for (const part of row.querySelectorAll("*")) {
      for (const attribute of [...part.attributes]) {
        if (attribute.value.includes("__prefix__")) {
          part.setAttribute(attribute.name, attribute.value.replaceAll("__prefix__", number));
        }
      }
    }
    this.total.value = number + 1;
    const last = this.staying.at(-1);
    if (last) last.after(row);
    else this.list.prepend(row);
    this.equip(row);
    return row;
  }

  begin() {
    const row = this.append();
    this.changed(`Reference ${this.staying.length} is added.`);
    row.querySelector("textarea, input").focus();
  }

  /** Add sources that were looked up, each with its fields; their keys. */
  add(sources) {
    const rows = sources.map((source) => {
      const row = this.append();
      for (const field of row.querySelectorAll(".desk-reference__fields :is(input, textarea)")) {
        field.value = source[field.name.split("-").at(-1)] ?? "";
        field.dispatchEvent(new Event("input")); // its limit is told, nothing else listens yet
      }
      row.querySelector("details").open = false;
      this.summarise(row);
      return row;
    });
    const many = rows.length === 1 ? "One reference is" : `${rows.length} references are`;
    if (rows.length) this.changed(`${many} added.`);
    return rows.map((row) => row.dataset.key);
  }

  move(row, by) {
    const rows = this.staying;
    const place = rows.indexOf(row) + by;
    if (place < 0 || place >= rows.length) return;
    if (by < 0) rows[place].before(row);
    else rows[place].after(row);
    this.isOwnOrder = !this.isInOrder;
    this.changed(`It is reference ${place + 1} of ${rows.length} now.`);
    const [up, down] = [row.querySelector("[data-up]"), row.querySelector("[data-down]")];
    const pressed = by < 0 ? up : down;
    (pressed.disabled ? (by < 0 ? down : up) : pressed).focus();
  }

  remove(row) {
    row.querySelector("[data-remove]").checked = true;
    row.hidden = true;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "desk-textbutton";
    undo.textContent = `Bring back “${row.querySelector("[data-summary]").textContent}”`;
    const line = document.createElement("p");
    line.className = "desk-references__removed";
    line.append("Removed. ", undo);
    row.querySelector("details").before(line);
    row.classList.add("desk-reference--removed");
    row.hidden = false;
    undo.addEventListener("click", () => {
      row.querySelector("[data-remove]").checked = false;
      row.classList.remove("desk-reference--removed");
      line.remove();
      if (!this.isOwnOrder) this.sort();
      this.changed("It is back.");
      row.querySelector("summary").focus();
    });
    this.changed("The reference is removed.");
    undo.focus();
  }
}

function inWords({ authors, title, year }) {
  const words = [authors && `${authors.replace(/\.$/, "")}.`, title, year && `(${year})`];
  return words.filter(Boolean).join(" ") || "New reference";
}

for (const root of document.querySelectorAll("[data-references]")) new References(root);
