// A field that finds rows by typing and keeps the chosen ones in order (see articles/admin/text/picker.py).
// The search is a combobox with a list, after the ARIA Authoring Practices Guide.

const PAUSE = 180; // milliseconds after the last key before the server is asked

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function iconButton(icon, label, press) {
  const button = element(
    "button",
    { type: "button", class: "desk-icon", "aria-label": label },
    element("span", { class: "material-symbols-outlined", "aria-hidden": "true" }, icon),
  );
  button.addEventListener("click", press);
  return button;
}

class Picker {
  constructor(root) {
    this.root = root;
    this.many = "many" in root.dataset;
    this.chosen = root.querySelector("[data-chosen]");
    this.search = root.querySelector("[role=combobox]");
    this.options = root.querySelector("[role=listbox]");
    this.says = root.querySelector("[data-says]");
    this.active = -1;
    this.asked = 0;
    for (const row of this.chosen.children) this.equip(row);
    this.refresh();

    this.search.addEventListener("input", () => this.ask());
    this.search.addEventListener("focus", () => this.ask());
    this.search.addEventListener("keydown", (event) => this.key(event));
    this.search.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get rows() {
    return [...this.chosen.children];
  }

  label(row) {
    return row.querySelector("[data-label]").textContent;
  }

  equip(row) {
    const tools = element("span", { class: "desk-picker__tools" });
    if (this.many) {
      tools.append(
        iconButton("arrow_upward", `Move ${this.label(row)} up`, () => this.move(row, -1)),
        iconButton("arrow_downward", `Move ${this.label(row)} down`, () => this.move(row, 1)),
      );
    }
    tools.append(iconButton("close", `Remove ${this.label(row)}`, () => this.remove(row)));
    row.append(tools);
  }

  refresh() {
    const rows = this.rows;
    for (const [place, row] of rows.entries()) {
      if (!this.many) break;
      const [up, down] = row.querySelectorAll("button");
      up.hidden = down.hidden = rows.length < 2;
      up.disabled = place === 0;
      down.disabled = place === rows.length - 1;
    }
    this.root.classList.toggle("desk-picker--full", !this.many && rows.length > 0);
  }

  changed(sentence) {
    this.refresh();
    this.says.textContent = sentence;
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  move(row, by) {
    const rows = this.rows;
    const place = rows.indexOf(row) + by;
    if (place < 0 || place >= rows.length) return;
    if (by < 0) rows[place].before(row);
    else rows[place].after(row);
    this.changed(`${this.label(row)} is number ${place + 1} of ${rows.length} now.`);
    const buttons = row.querySelectorAll("button");
    const pressed = by < 0 ? buttons[0] : buttons[1];
    (pressed.disabled ? (by < 0 ? buttons[1] : buttons[0]) : pressed).focus();
  }

  remove(row) {
    const name = this.label(row);
    row.remove();
    this.changed(`${name} is removed.`);
    this.search.focus();
    this.close();
  }

  add(choice) {
    if (!this.many) this.chosen.replaceChildren();
    const words = element(
      "span",
      { class: "desk-picker__words" },
      element("span", { "data-label": "" }, choice.label),
    );
    if (choice.detail) words.append(element("span", { class: "desk-soft" }, choice.detail));
    const row = element(
      "li",
      { "data-key": choice.key },
      element("input", { type: "hidden", name: this.root.dataset.name, value: choice.key }),
    );
    if (choice.picture) {
      row.append(
        element("img", { src: choice.picture, alt: "", width: 64, height: 48, loading: "lazy" }),
      );
    }
    row.append(words);
    this.chosen.append(row);
    this.equip(row);
    this.search.value = "";
    this.close();
    this.changed(`${choice.label} is added.`);
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE);
  }

  async load() {
    const number = ++this.asked;
    const address = new URL(this.root.dataset.url, location.href);
    address.searchParams.set("q", this.search.value);
    address.searchParams.set("exclude", this.root.dataset.exclude || "");
    let choices;
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      ({ choices } = await response.json());
    } catch {
      if (number === this.asked) this.show([], "The list can’t be reached. Are you still logged in?");
      return;
    }
    // A slow answer to an earlier question is of no use.
    if (number !== this.asked || document.activeElement !== this.search) return;
    const taken = new Set(this.rows.map((row) => row.dataset.key));
    const left = choices.filter((choice) => !taken.has(choice.key));
    this.show(left, left.length ? "" : `No ${this.root.dataset.noun} found.`);
  }

  show(choices, sentence) {
    this.found = choices;
    this.active = -1;
    this.options.replaceChildren(
      ...choices.map((choice, place) => {
        const option = element("li", { role: "option", id: `${this.options.id}-${place}` });
        if (choice.picture) {
          option.append(
            element("img", { src: choice.picture, alt: "", width: 64, height: 48, loading: "lazy" }),
          );
        }
        const words = element("span", { class: "desk-picker__words" }, element("span", {}, choice.label));
        if (choice.detail) words.append(element("span", { class: "desk-soft" }, choice.detail));
        option.append(words);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.add(choice);
        });
        return option;
      }),
    );
    if (sentence) {
      this.options.append(
        element("li", { role: "option", "aria-disabled": "true", class: "desk-picker__none" }, sentence),
      );
    }
    this.options.hidden = false;
    this.search.setAttribute("aria-expanded", "true");
    this.search.removeAttribute("aria-activedescendant");
    const count = choices.length;
    this.says.textContent = sentence || `${count} found. Arrow keys choose, Enter takes.`;
  }

  close() {
    clearTimeout(this.timer);
    this.asked++;
    this.options.hidden = true;
    this.active = -1;
    this.search.setAttribute("aria-expanded", "false");
    this.search.removeAttribute("aria-activedescendant");
  }

  point(place) {
    const options = [...this.options.querySelectorAll("[role=option]:not([aria-disabled])")];
    if (!options.length) return;
    this.active = (place + options.length) % options.length;
    for (const [number, option] of options.entries()) {
      option.setAttribute("aria-selected", String(number === this.active));
    }
    const option = options[this.active];
    option.scrollIntoView({ block: "nearest" });
    this.search.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    const open = !this.options.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.ask();
      else this.point(this.active + (event.key === "ArrowDown" ? 1 : this.active < 0 ? 0 : -1));
    } else if (event.key === "Enter") {
      // Enter never sends the form from here.
      event.preventDefault();
      if (open && this.found?.length) this.add(this.found[Math.max(this.active, 0)]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab") {
      this.close();
    }
  }
}

for (const root of document.querySelectorAll("[data-picker]")) new Picker(root);
