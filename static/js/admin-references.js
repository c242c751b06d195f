// The sources of an article: adding, moving and removing them by buttons. The server reads the
// order from the position fields, which are kept in step here.

class References {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector("[data-list]");
    this.empty = root.querySelector("[data-empty]");
    this.says = root.querySelector("[data-says]");
    this.total = root.querySelector(`[name="${root.dataset.references}-TOTAL_FORMS"]`);
    this.rows.forEach((row) => this.equip(row));
    root.querySelector("[data-add]").addEventListener("click", () => this.add());
    this.refresh();
    this.rememberPlaces();
  }

  get rows() {
    return [...this.list.children];
  }

  get staying() {
    return this.rows.filter((row) => !row.querySelector("[data-remove]").checked);
  }

  equip(row) {
    row.querySelector("[data-up]").addEventListener("click", () => this.move(row, -1));
    row.querySelector("[data-down]").addEventListener("click", () => this.move(row, 1));
    row.querySelector("[data-take]").addEventListener("click", () => this.remove(row));
    row.addEventListener("input", () => this.summarise(row));
    row.querySelector("details").addEventListener("toggle", () => this.summarise(row));
  }

  value(row, name) {
    return row.querySelector(`[name$="-${name}"]`).value.trim();
  }

  summarise(row) {
    const [authors, title, year] = ["authors", "title", "year"].map((name) => this.value(row, name));
    const words = [authors && `${authors}.`, title, year && `(${year})`].filter(Boolean).join(" ");
    row.querySelector("[data-summary]").textContent = words || "New reference";
    this.name(row);
  }

  name(row) {
    const number = this.staying.indexOf(row) + 1;
    for (const label of row.querySelectorAll("[data-name]")) {
      label.textContent = `${label.dataset.name} reference ${number}`;
    }
  }

  /* Citations in the text follow their reference; the editor listens (ckeditor-plugins/citation). */
  tellPlaces() {
    const places = new Map();
    const before = this.places;
    this.rememberPlaces();
    for (const [row, place] of this.places) {
      if (before.has(row)) places.set(before.get(row), place);
    }
    document.dispatchEvent(new CustomEvent("references:renumbered", { detail: places }));
  }

  rememberPlaces() {
    // Removed rows count after the others: what cites them is then seen to cite nothing, finds
    // back with “Bring back”, and never cites another reference that took the number.
    const removed = this.rows.filter((row) => !this.staying.includes(row));
    this.places = new Map([...this.staying, ...removed].map((row, place) => [row, place + 1]));
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
  }

  changed(sentence) {
    this.refresh();
    this.tellPlaces();
    this.says.textContent = sentence;
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  add() {
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
    this.list.append(row);
    this.equip(row);
    this.changed(`Reference ${this.staying.length} is added.`);
    row.querySelector("textarea, input").focus();
  }

  move(row, by) {
    const rows = this.staying;
    const place = rows.indexOf(row) + by;
    if (place < 0 || place >= rows.length) return;
    if (by < 0) rows[place].before(row);
    else rows[place].after(row);
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
      this.changed("It is back.");
      row.querySelector("summary").focus();
    });
    this.changed("The reference is removed.");
    undo.focus();
  }
}

for (const root of document.querySelectorAll("[data-references]")) new References(root);
