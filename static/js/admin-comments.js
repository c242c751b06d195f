// Comments on passages (see articles/admin/comments.py). Everything works without this script: the
// passage is typed, and each button loads the page anew. With it, words are selected in the text,
// commented passages are marked there, and answers are sent in the background, so that nothing
// that is typed elsewhere on the page is left behind.

const CONTEXT = 80;
const box = () => document.getElementById("comments");

// -- the text: characters without white space, each with its place ---------------------------------

function characters(root) {
  const found = { text: "", places: [] };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      if (/\s/.test(node.data[at])) continue;
      found.text += node.data[at];
      found.places.push([node, at]);
    }
  }
  return found;
}

const squeezed = (words) => words.replace(/\s+/g, "");

function common(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

const reversed = (words) => [...words].reverse().join("");

function rangeOf(quotation) {
  const root = document.querySelector(`.desk-reading [data-part="${quotation.dataset.part}"]`);
  if (!root) return null;
  const { text, places } = characters(root);
  const quote = squeezed(quotation.dataset.words);
  const before = reversed(squeezed(quotation.dataset.before));
  const after = squeezed(quotation.dataset.after);
  let best = null;
  for (let at = text.indexOf(quote); quote && at !== -1; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const fits =
      common(reversed(text.slice(Math.max(0, at - CONTEXT), at)), before) +
      common(text.slice(end), after);
    if (!best || fits > best.fits) best = { fits, at, end };
  }
  if (!best) return null;
  const range = new Range();
  range.setStart(...places[best.at]);
  const [last, offset] = places[best.end - 1];
  range.setEnd(last, offset + 1);
  return range;
}

// -- passages marked in the text --------------------------------------------------------------------

function mark() {
  const ranges = [];
  for (const quotation of box()?.querySelectorAll("[data-mark]") ?? []) {
    quotation.dataset.words ??= quotation.textContent;
    const range = rangeOf(quotation);
    if (!range) continue;
    ranges.push(range);
    if (quotation.querySelector("button")) continue;
    const show = document.createElement("button");
    show.type = "button";
    show.className = "desk-textbutton";
    show.textContent = "Show in the text";
    show.addEventListener("click", () => {
      const there = rangeOf(quotation);
      if (!there) return;
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      there.startContainer.parentElement.scrollIntoView({
        block: "center",
        behavior: calm ? "auto" : "smooth",
      });
      getSelection().removeAllRanges();
      getSelection().addRange(there);
    });
    quotation.append(show);
  }
  if (!window.Highlight) return;
  CSS.highlights.set("desk-comments", new Highlight(...ranges));
}

// -- a passage selected to be commented -------------------------------------------------------------

const say = document.createElement("button");
say.type = "button";
say.className = "desk-button desk-button--go desk-say";
say.textContent = "Comment on this";
say.hidden = true;

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const holder = range.commonAncestorContainer;
  const part = (holder.nodeType === 1 ? holder : holder.parentElement).closest(
    ".desk-reading [data-part]",
  );
  const quote = selection.toString().trim();
  if (!part || !quote || quote.length > 1000) return null;
  const before = new Range();
  before.setStart(part, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = new Range();
  after.setStart(range.endContainer, range.endOffset);
  after.setEnd(part, part.childNodes.length);
  return {
    quote,
    part: part.dataset.part,
    before: before.toString().slice(-CONTEXT),
    after: after.toString().slice(0, CONTEXT),
    range,
  };
}

function offer() {
  const found = selected();
  say.hidden = !found;
  if (!found) return;
  const where = found.range.getBoundingClientRect();
  say.style.insetBlockStart = `${window.scrollY + where.bottom + 8}px`;
  const left = Math.min(where.left, document.documentElement.clientWidth - 170);
  say.style.insetInlineStart = `${Math.max(8, window.scrollX + left)}px`;
}

function speak(found) {
  const form = box().querySelector("[data-comment-form]");
  for (const name of ["quote", "part", "before", "after"]) {
    form.elements[name].value = found[name];
  }
  const home = document.createComment("the form of comments");
  form.replaceWith(home);
  const dialog = document.createElement("dialog");
  dialog.className = "desk-comment-dialog";
  dialog.setAttribute("aria-label", "New comment");
  dialog.append(form);
  box().parentElement.append(dialog); // where the styles of fields hold
  dialog.addEventListener("close", () => {
    if (home.isConnected) home.replaceWith(form);
    dialog.remove();
  });
  dialog.showModal();
  form.elements.text.focus();
}

// -- sent in the background -------------------------------------------------------------------------

async function send(event) {
  const form = event.target.closest(".desk-comments form, .desk-comment-dialog form");
  const pressed = event.submitter;
  if (!form || pressed?.hasAttribute("data-changes-text")) return;
  event.preventDefault();
  if (pressed) pressed.disabled = true;
  const place = form.elements.from.value;
  const fields = new FormData(form);
  fields.set("from", "comments");
  let answer;
  let text;
  try {
    answer = await fetch(pressed?.getAttribute("formaction") ?? form.action, {
      method: "POST",
      body: fields,
    });
    text = await answer.text();
  } catch {
    answer = null;
  }
  const thread = form.closest(".desk-thread")?.id;
  const fresh = answer && new DOMParser().parseFromString(text, "text/html");
  const panel = fresh?.getElementById("comments");
  if (!panel) {
    if (pressed) pressed.disabled = false;
    tell(form, "This did not reach the desk. What you typed is still here: try again.");
    return;
  }
  for (const field of panel.querySelectorAll("[name=from]")) field.value = place;
  const latest = [...panel.querySelectorAll(".desk-comments > ol > li")].at(-1);
  box().replaceWith(document.adoptNode(panel));
  form.closest("dialog")?.close();
  mark();
  const wrong = box().querySelector("[role=alert], .errorlist");
  if (wrong) box().querySelector("[aria-invalid=true], [role=alert]")?.scrollIntoView();
  const next = wrong ? box() : (document.getElementById(thread) ?? latest ?? box());
  next.setAttribute("tabindex", "-1");
  next.focus();
}

function tell(form, sentence) {
  let told = form.querySelector("[data-told]");
  if (!told) {
    told = document.createElement("p");
    told.setAttribute("role", "alert");
    told.className = "desk-alert desk-alert--stop";
    told.dataset.told = "";
    form.append(told);
  }
  told.textContent = sentence;
}

if (box()) {
  mark();
  document.addEventListener("submit", send);
  if (document.querySelector(".desk-reading")) {
    document.body.append(say);
    document.addEventListener("selectionchange", offer);
    say.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
    say.addEventListener("click", () => {
      const found = selected();
      say.hidden = true;
      if (found) speak(found);
    });
  }
}
