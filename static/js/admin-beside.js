// Beside the form: the page as readers will see it, from what is typed now; and its length. The frame
// around it is admin-frame.js’s.

import { token } from "./admin-cookies.js";

const form = document.querySelector("form[data-unsaved]");
const beside = document.querySelector("[data-beside]");
const PAUSE = 800; // milliseconds after the last change
const FAILED = "The preview could not be brought up to date; it tries again with the next change.";
const WORDS_PER_MINUTE = 238; // as wellness/lib/text.py has it
const WORD = /[\p{L}\p{N}_]+(?:['’‑.,-][\p{L}\p{N}_]+)*/gu; // as there
const BLOCK = /<\/?(?:p|h\d|ul|ol|li|table|tr|td|th|caption|figure|figcaption|blockquote)\b|<br\b/g;

function countWords(line) {
  const editor = window.CKEDITOR?.instances.id_body;
  const html = editor ? editor.getData() : (form.elements.body?.value ?? "");
  const apart = html.replace(BLOCK, " $&");
  const { body } = new DOMParser().parseFromString(apart, "text/html");
  // A number that stands for a source is no word of the sentence.
  for (const citation of body.querySelectorAll("sup.citation")) citation.remove();
  const words = body.textContent.match(WORD)?.length ?? 0;
  const minutes = Math.max(1, Math.floor(words / WORDS_PER_MINUTE + 0.5));
  const of = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  line.textContent = words ? `${of(words, "word")}, ${of(minutes, "minute")} to read` : "No words yet";
}

class Beside {
  constructor(desk) {
    this.desk = desk;
    this.button = document.querySelector("[data-beside-toggle]");
    this.frame = beside.querySelector("iframe");
    this.says = beside.querySelector("[data-beside-says]");
    this.button.parentElement.classList.remove("awaits-script");
    this.button.addEventListener("click", () => this.toggle());
    this.frame.addEventListener("load", () => this.loaded());
    form.addEventListener("desk:changed", () => this.soon());
    window.addEventListener("online", () => this.soon());
  }

  toggle() {
    const shows = beside.hidden;
    beside.hidden = !shows;
    document.querySelector(".desk-columns").classList.toggle("desk-columns--beside", shows);
    this.button.setAttribute("aria-expanded", String(shows));
    this.button.textContent = shows ? "Hide the preview" : "Preview beside the text";
    if (shows && !this.frame.getAttribute("src")) this.begin();
    else if (shows) this.soon();
    this.tell();
  }

  begin() {
    this.frame.src = beside.dataset.besideFrame;
  }

  loaded() {
    // In the place of a page that could not be had is an error of the browser, closed to scripts.
    if (this.frame.contentDocument) this.update();
    else this.says.textContent = FAILED;
  }

  tell() {
    this.frame.dispatchEvent(new Event("desk:shown", { bubbles: true }));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), PAUSE);
  }

  async update() {
    if (beside.hidden || !this.frame.getAttribute("src")) return;
    if (!this.frame.contentDocument) return this.begin();
    const body = new URLSearchParams(this.desk.fields().filter(([, v]) => typeof v === "string"));
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const response = await fetch(beside.dataset.beside, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token() },
        signal: this.asked.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const shown = this.frame.contentDocument;
      shown.body.replaceWith(shown.importNode(page.body, true)); // no flash, and the place stays
      this.says.textContent = "";
      this.tell();
    } catch (error) {
      if (error.name !== "AbortError") {
        this.says.textContent = FAILED;
      }
    }
  }
}

form?.addEventListener(
  "desk:ready",
  (event) => {
    const field = document.querySelector(".desk-field--body");
    if (field) {
      const line = document.createElement("p");
      line.className = "desk-soft desk-words";
      field.append(line);
      let timer = 0;
      form.addEventListener("desk:changed", () => {
        clearTimeout(timer);
        timer = setTimeout(() => countWords(line), 300);
      });
      countWords(line);
    }
    if (beside) new Beside(event.detail);
  },
  { once: true },
);
