// “@” in a comment offers the people of the desk who may see the article (articles/admin/talk/mentions.py).
// The list writes no more than the name; without this script the name is typed.

const PLACES = ".desk-comments textarea[name=text], .desk-comment-dialog textarea[name=text]";
const QUERY = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}_'’.-]+(?: [\p{L}\p{N}_'’.-]*){0,3}|)$/u;
const NO_ANSWER = "The list of people can’t be reached. Type “@” and the full name.";

let asked = null; // the people, asked for once

function people() {
  const address = document.getElementById("comments").dataset.people;
  asked ??= fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => {
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      return answer.json();
    })
    .then((found) => found.people)
    .catch((error) => {
      asked = null; // the next “@” asks again
      throw error;
    });
  return asked;
}

const plain = (words) => words.toLocaleLowerCase("en").normalize("NFD").replace(/\p{M}/gu, "");

function fits(person, query) {
  const name = plain(person.name);
  return name.startsWith(query) || name.split(" ").some((word) => word.startsWith(query));
}

class Mentions {
  constructor(field) {
    this.field = field;
    this.found = [];
    this.active = -1;
    const id = `mentions-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    this.list = document.createElement("ul");
    this.list.id = id;
    this.list.className = "desk-mentions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "People who can be mentioned");
    this.list.hidden = true;
    this.says = document.createElement("p");
    this.says.className = "sr-only";
    this.says.setAttribute("role", "status");
    field.after(this.list, this.says);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", id);
    field.autocomplete = "off";
    field.addEventListener("input", () => this.look());
    field.addEventListener("click", () => this.look());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  query() {
    const { selectionStart, selectionEnd, value } = this.field;
    if (selectionStart !== selectionEnd) return null;
    return QUERY.exec(value.slice(0, selectionStart))?.[1] ?? null;
  }

  async look() {
    const query = this.query();
    if (query === null) {
      this.close();
      return;
    }
    let all;
    try {
      all = await people();
    } catch {
      this.close();
      this.says.textContent = NO_ANSWER;
      return;
    }
    if (this.query() !== query || document.activeElement !== this.field) return;
    const found = all.filter((person) => fits(person, plain(query)));
    // A name that stands there whole needs no list any more.
    const whole = found.length === 1 && plain(found[0].write) === plain(query.trimEnd());
    if (whole || !found.length) this.close();
    else this.show(found);
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(
      ...found.map((person, place) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${place}`;
        option.setAttribute("role", "option");
        const name = document.createElement("span");
        name.textContent = person.name;
        const detail = document.createElement("span");
        detail.className = "desk-soft";
        const address = person.write === person.name ? "" : person.write;
        detail.textContent = [person.detail, address].filter(Boolean).join(", ");
        option.append(name, " ", detail);
        return option;
      }),
    );
    this.list.hidden = false;
    this.point(0);
    this.list.scrollIntoView({ block: "nearest" });
    const count = found.length === 1 ? "One person" : `${found.length} people`;
    this.says.textContent = `${count}. Arrow keys choose, Enter takes, Escape closes.`;
  }

  close() {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.active = -1;
    this.says.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
  }

  point(place) {
    const options = [...this.list.children];
    this.active = (place + options.length) % options.length;
    for (const [number, option] of options.entries()) {
      option.setAttribute("aria-selected", String(number === this.active));
    }
    const option = options[this.active];
    this.field.setAttribute("aria-activedescendant", option.id);
    const { offsetTop, offsetHeight } = option;
    if (offsetTop < this.list.scrollTop) this.list.scrollTop = offsetTop;
    const below = offsetTop + offsetHeight - this.list.clientHeight;
    if (below > this.list.scrollTop) this.list.scrollTop = below;
  }

  take(place) {
    const person = this.found[place];
    const end = this.field.selectionStart;
    const start = end - (this.query()?.length ?? 0);
    this.field.setSelectionRange(start, end);
    // As typed, so that the browser can undo it; a browser without that command writes it in.
    if (!document.execCommand("insertText", false, `${person.write} `)) {
      this.field.setRangeText(`${person.write} `, start, end, "end");
    }
    this.close();
    this.says.textContent = `${person.name} is mentioned.`;
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(this.active + step);
    else if (event.key === "Enter") this.take(this.active);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault(); // no new line, and a dialog around it stays open
    event.stopPropagation();
  }
}

// Fields come and go with the threads: each is made ready when it is first used.
const ready = new WeakSet();
document.addEventListener("focusin", (event) => {
  const field = event.target;
  if (!field.matches?.(PLACES) || ready.has(field)) return;
  ready.add(field);
  new Mentions(field);
});
