// Words selected in a text become the passage of a comment, and commented passages are marked in it:
// in the text on the desk, and in frames that show the page as readers will see it. Such a page knows
// nothing of this and runs no script: everything is done from outside (admin-frame.js says when one
// is shown). What is found goes to admin-comments.js, which has the form.

const CONTEXT = 80; // characters kept on each side, as articles/comments/anchors.py has it
const LONGEST = 1000; // characters of a passage
const TOO_LONG = "At most 1,000 characters are commented together: select less.";
const WORD = /[\p{L}\p{M}\p{N}_]+(?:['’‑.,-][\p{L}\p{M}\p{N}_]+)*/gu; // as in wellness/lib/text.py
const LONGEST_WORD = 40; // characters from which on a run is no word
const ASK = 400; // milliseconds between looks at a frame that tells nothing
// No words of the text: numbers and ways back; and between marks what went and what is said of them.
const UNCOUNTED = "sup.citation, .mentions, del, .visually-hidden, .diff-note";
const BLOCK = "p, li, h1, h2, h3, h4, td, th, caption, figcaption, blockquote";
const ON_THE_PAGE = {
  title: "main article .opening__title",
  subtitle: "main article .opening__subtitle",
  hero_caption: "main article .hero figcaption",
  key_points: "main article .key-points ul",
  correction: "main article .correction__text",
  body: "main article .prose",
  disclosure: "main article .disclosure p",
  references: "main article .references ol",
};
const box = () => document.getElementById("comments");
const isCoarse = matchMedia("(pointer: coarse)");

// -- the text: characters without white space, each with its place ---------------------------------

function* texts(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(UNCOUNTED)) yield node;
  }
}

function characters(root) {
  const found = { text: "", places: [] };
  for (const node of texts(root)) {
    for (let at = 0; at < node.data.length; at += 1) {
      if (/\s/.test(node.data[at])) continue;
      found.text += node.data[at];
      found.places.push([node, at]);
    }
  }
  return found;
}

function wordsOf(range, root) {
  let words = "";
  let block = null;
  for (const node of texts(root)) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    if (from >= to) continue;
    const its = node.parentElement.closest(BLOCK);
    if (block && its !== block && !/\s$/.test(words)) words += " ";
    block = its;
    words += node.data.slice(from, to);
  }
  return words;
}

const squeezed = (words) => words.replace(/\s+/g, "");
const reversed = (words) => [...words].reverse().join("");

function common(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

function rangeIn(root, quotation) {
  const { text, places } = characters(root);
  const quote = squeezed(quotation.dataset.words);
  const before = reversed(squeezed(quotation.dataset.before));
  const after = squeezed(quotation.dataset.after);
  let best = null;
  for (let at = text.indexOf(quote); quote && at !== -1; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const fits =
      common(reversed(text.slice(Math.max(0, at - CONTEXT), at)), before) +
      common(text.slice(end, end + CONTEXT), after);
    if (!best || fits > best.fits) best = { fits, at, end };
  }
  if (!best) return null;
  const range = root.ownerDocument.createRange();
  range.setStart(...places[best.at]);
  const [last, offset] = places[best.end - 1];
  range.setEnd(last, offset + 1);
  return range;
}

// -- where a text is shown --------------------------------------------------------------------------

class OnTheDesk {
  constructor() {
    this.document = document;
  }

  get isShown() {
    return Boolean(document.querySelector(".desk-reading"));
  }

  roots(part) {
    return document.querySelectorAll(`.desk-reading [data-part="${part}"]`);
  }

  holder(element) {
    const root = element.closest(".desk-reading [data-part]");
    return root && { root, part: root.dataset.part };
  }

  onScreen(rect) {
    return rect;
  }
}

class InAFrame {
  constructor(frame) {
    this.frame = frame;
    this.document = frame.contentDocument;
    const sheet = this.document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = box().dataset.marks;
    this.document.head.append(sheet);
  }

  get isShown() {
    return this.frame.offsetParent !== null && this.frame.contentDocument === this.document;
  }

  roots(part) {
    return this.document.querySelectorAll(ON_THE_PAGE[part] ?? ":not(*)");
  }

  holder(element) {
    for (const [part, selector] of Object.entries(ON_THE_PAGE)) {
      const root = element.closest(selector);
      if (root) return { root, part };
    }
    return null;
  }

  onScreen(rect) {
    const around = this.frame.getBoundingClientRect();
    const scale = around.width / this.frame.offsetWidth || 1;
    const bottom = Math.min(around.top + rect.bottom * scale, around.bottom);
    return { left: around.left + rect.left * scale, bottom };
  }
}

const places = new Map();

function inPlace(quotation) {
  for (const place of places.values()) {
    if (!place.isShown) continue;
    for (const root of place.roots(quotation.dataset.part)) {
      const range = root.checkVisibility() && rangeIn(root, quotation);
      if (range) return range;
    }
  }
  return null;
}

// -- passages marked in the text --------------------------------------------------------------------

function showButton(quotation) {
  const show = document.createElement("button");
  show.type = "button";
  show.className = "desk-textbutton";
  show.textContent = "Show in the text";
  show.addEventListener("click", () => {
    const there = inPlace(quotation);
    if (!there) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    there.startContainer.parentElement.scrollIntoView({
      block: "center",
      behavior: calm ? "auto" : "smooth",
    });
    const selection = there.startContainer.ownerDocument.getSelection();
    selection.removeAllRanges();
    selection.addRange(there);
  });
  quotation.append(show);
  return show;
}

function mark() {
  const marked = new Map([...places.values()].map((place) => [place.document, []]));
  for (const quotation of box()?.querySelectorAll("[data-mark]") ?? []) {
    quotation.dataset.words ??= quotation.textContent;
    let isThere = false;
    for (const place of places.values()) {
      if (!place.isShown) continue;
      for (const root of place.roots(quotation.dataset.part)) {
        const range = rangeIn(root, quotation);
        if (!range) continue;
        marked.get(place.document).push(range);
        isThere = true;
      }
    }
    const show = quotation.querySelector("button") ?? (isThere && showButton(quotation));
    if (show) show.hidden = !isThere;
  }
  for (const [page, ranges] of marked) {
    const view = page.defaultView;
    if (view?.Highlight) view.CSS.highlights.set("desk-comments", new view.Highlight(...ranges));
  }
}

// -- a passage selected to be commented -------------------------------------------------------------

function found(place) {
  const selection = place.document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const element = (node) => (node.nodeType === 1 ? node : node.parentElement);
  const holder = element(range.startContainer) && place.holder(element(range.startContainer));
  if (!holder) return null;
  const { root, part } = holder;
  if (!root.contains(range.endContainer)) {
    // A paragraph that is selected as a whole ends where the next one begins.
    const beyond = range.cloneRange();
    beyond.setStartAfter(root);
    if (beyond.toString().trim()) return null;
    range.setEnd(root, root.childNodes.length);
  }
  const words = wordsOf(range, root);
  const page = place.document;
  const upTo = wordsOf(span(page, [root, 0], [range.endContainer, range.endOffset]), root);
  const onward = wordsOf(
    span(page, [range.startContainer, range.startOffset], [root, root.childNodes.length]),
    root,
  );
  const passage = wholeWords(
    upTo.slice(0, upTo.length - words.length),
    words,
    onward.slice(words.length),
  );
  if (!passage.quote) return null;
  const isLong = passage.quote.length > LONGEST;
  return { ...passage, part, isLong, rect: range.getBoundingClientRect() };
}

function span(page, start, end) {
  const range = page.createRange();
  range.setStart(...start);
  range.setEnd(...end);
  return range;
}

/** The passage from the beginning of its first word to the end of its last: a finger or a mouse
 *  leaves off in the middle of one, and other words for half of it would make a third. */
function wholeWords(earlier, words, later) {
  const near = CONTEXT + LONGEST_WORD;
  const text = earlier.slice(-near) + words + later.slice(0, near);
  let start = Math.min(earlier.length, near) + words.length - words.trimStart().length;
  let end = start + words.trim().length;
  const found = [...text.matchAll(WORD)].filter(([word]) => word.length <= LONGEST_WORD);
  const around = (at) => found.find(({ 0: word, index }) => index < at && at < index + word.length);
  if (start < end) [start, end] = [around(start)?.index ?? start, endOf(around(end)) ?? end];
  return {
    quote: text.slice(start, end),
    before: text.slice(0, start).slice(-CONTEXT),
    after: text.slice(end, end + CONTEXT),
  };
}

const endOf = (match) => match && match.index + match[0].length;

class Offer {
  constructor() {
    this.bar = document.createElement("div");
    this.bar.className = "desk-say";
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", "The selected words");
    this.bar.hidden = true;
    this.comment = this.button("Comment on this", false);
    this.comment.setAttribute("aria-keyshortcuts", "Control+Alt+M");
    this.suggest = this.button("Suggest other words", true);
    this.tooLong = document.createElement("p");
    this.tooLong.textContent = TOO_LONG;
    this.bar.append(this.comment, this.suggest, this.tooLong);
    this.says = document.createElement("p");
    this.says.className = "sr-only";
    this.says.setAttribute("role", "status");
    // Pressing keeps the selection, and on a phone the bar, which goes with the selection.
    this.bar.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.isPressed = true;
    });
    for (const name of ["pointerup", "pointercancel"]) {
      document.addEventListener(name, () => setTimeout(() => (this.isPressed = false), 300));
    }
    window.addEventListener("resize", () => this.settle());
    document.addEventListener("scroll", () => this.settle(), { capture: true, passive: true });
    document.body.append(this.bar, this.says);
  }

  button(words, suggests) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = suggests ? "desk-button" : "desk-button desk-button--go";
    button.textContent = words;
    button.addEventListener("click", () => this.speak(suggests));
    return button;
  }

  look(place) {
    if (this.isPressed || this.bar.contains(document.activeElement)) return;
    const words = found(place);
    if (!words) {
      if (this.place === place) this.hide();
      return;
    }
    this.place = place;
    this.words = words;
    this.comment.hidden = words.isLong;
    this.suggest.hidden = words.isLong || words.part === "references";
    this.tooLong.hidden = !words.isLong;
    this.bar.hidden = false;
    this.settle();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (words.isLong) this.says.textContent = TOO_LONG;
      else this.says.textContent = isCoarse.matches
        ? "Words selected. The buttons to comment on them are at the foot of the screen."
        : "Words selected. Control, Alt and M comment on them.";
    }, 600);
  }

  settle() {
    if (this.bar.hidden || !this.place) return;
    // Beside the words; on a phone, whose own menu is there, at the foot of the screen.
    if (isCoarse.matches) {
      this.bar.style.inset = "";
      return;
    }
    const rect = found(this.place)?.rect ?? this.words.rect;
    const { left, bottom } = this.place.onScreen(rect);
    const { clientWidth, clientHeight } = document.documentElement;
    const below = Math.min(bottom + 8, clientHeight - this.bar.offsetHeight - 8);
    const right = clientWidth - this.bar.offsetWidth - 8;
    this.bar.style.inset = `${Math.max(8, below)}px auto auto ${Math.max(8, Math.min(left, right))}px`;
  }

  hide() {
    clearTimeout(this.timer);
    this.bar.hidden = true;
    this.place = null;
    this.says.textContent = "";
  }

  speak(suggests) {
    const { words } = this;
    this.isPressed = false;
    this.hide();
    document.dispatchEvent(new CustomEvent("desk:speak", { detail: { ...words, suggests } }));
  }

  watch(place) {
    const page = place.document;
    page.addEventListener("selectionchange", () => this.look(place));
    page.addEventListener("scroll", () => this.settle(), { capture: true, passive: true });
    page.addEventListener("keydown", (event) => {
      if (event.code !== "KeyM" || !event.ctrlKey || !event.altKey || this.place !== place) return;
      event.preventDefault();
      if (!this.words.isLong) this.speak(false);
    });
    // A browser may keep what happens in a frame without scripts from us; then we look ourselves.
    let isHeard = false;
    page.addEventListener("desk:heard", () => (isHeard = true), { once: true });
    page.dispatchEvent(new Event("desk:heard"));
    if (isHeard) return;
    const timer = setInterval(() => {
      if (place.frame.contentDocument !== page) clearInterval(timer);
      else if (place.isShown) this.look(place);
    }, ASK);
  }
}

if (box()) {
  const offer = new Offer();
  const desk = new OnTheDesk();
  places.set(document, desk);
  offer.watch(desk);
  document.addEventListener("desk:threads", mark);
  document.addEventListener("desk:shown", (event) => {
    const frame = event.target;
    const page = frame.contentDocument;
    if (page && page.URL !== "about:blank" && places.get(frame)?.document !== page) {
      places.set(frame, new InAFrame(frame));
      offer.watch(places.get(frame));
    }
    mark();
  });
  for (const frame of document.querySelectorAll("[data-frame] iframe")) {
    if (frame.dataset.shown !== undefined) frame.dispatchEvent(new Event("desk:shown", { bubbles: true }));
  }
  mark();
}
