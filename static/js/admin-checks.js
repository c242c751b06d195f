// What the checks found: a finding leads to its place in the text, and the button asks again about
// what is typed, without saving. Without this the links lead to the field, and the button posts
// the form and gets it back (see articles/admin/one_article/checks.py).

import { token } from "./admin-cookies.js";

const panel = document.querySelector("[data-checks]");
const form = document.getElementById("article_form");
const BLOCKS = "p,li,h2,h3,h4,td,th,caption,figcaption";

function editorOf(field) {
  return window.CKEDITOR?.instances[`id_${field}`];
}

/** The text below an element as the server counts it: blocks on lines, one space for each gap. */
function textBelow(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const from = []; // for each character, its text node and its place in it
  let text = "";
  let block = null;
  const push = (character, node, offset) => {
    text += character;
    from.push([node, offset]);
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("[data-cke-bookmark], .cke_widget_drag_handler_container")) continue;
    const own = node.parentElement.closest(BLOCKS);
    if (own !== block && text) push("\n", node, 0);
    block = own;
    for (let offset = 0; offset < node.data.length; offset++) {
      const character = /\s/.test(node.data[offset]) ? " " : node.data[offset];
      if (character === "\u200b" || (character === " " && /\s$/.test(text))) continue;
      push(character, node, offset);
    }
  }
  return { text, from };
}

function rangeOf(root, quote, nth) {
  const { text, from } = textBelow(root);
  const wanted = quote.replace(/\s+/g, " ").trim();
  let at = -1;
  for (let count = -1; count < nth; count++) {
    const next = text.indexOf(wanted, at < 0 ? 0 : at + wanted.length);
    if (next < 0) break;
    at = next;
  }
  if (at < 0 || !wanted) return null;
  const [first, last] = [from[at], from[at + wanted.length - 1]];
  const range = root.ownerDocument.createRange();
  range.setStart(first[0], first[1]);
  range.setEnd(last[0], last[1] + 1);
  return range;
}

function elementOf(root, kind, index) {
  const kinds = { heading: "h2, h3, h4", link: "a[href]", image: "figure.image img" };
  return kinds[kind] ? root.querySelectorAll(kinds[kind])[index] : null;
}

function placeIn(root, { checkElement, checkIndex, checkQuote, checkNth }) {
  const element = elementOf(root, checkElement, Number(checkIndex));
  if (element) {
    const range = root.ownerDocument.createRange();
    if (element.localName === "img") range.selectNode(element);
    else range.selectNodeContents(element);
    return range;
  }
  return rangeOf(root, checkQuote, Number(checkNth));
}

function show(range) {
  const selection = range.startContainer.ownerDocument.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

function leadIntoEditor(editor, place) {
  editor.focus();
  const range = placeIn(editor.editable().$, place);
  if (!range) return;
  const chosen = editor.createRange();
  chosen.setStart(new window.CKEDITOR.dom.node(range.startContainer), range.startOffset);
  chosen.setEnd(new window.CKEDITOR.dom.node(range.endContainer), range.endOffset);
  chosen.select();
  const start = range.startContainer;
  const inside = start.childNodes[range.startOffset] ?? start;
  (inside.scrollIntoView ? inside : inside.parentElement).scrollIntoView({ block: "center" });
}

function leadIntoField(field, place) {
  field.focus();
  field.scrollIntoView({ block: "center" });
  if (!place.checkQuote || !field.setSelectionRange) return;
  let at = -1;
  for (let count = -1; count < Number(place.checkNth); count++) {
    const next = field.value.indexOf(place.checkQuote, at < 0 ? 0 : at + place.checkQuote.length);
    if (next < 0) break;
    at = next;
  }
  if (at >= 0) field.setSelectionRange(at, at + place.checkQuote.length);
}

function leadIntoReferences(index) {
  const row = document.querySelectorAll("[data-references] [data-list] > *")[index];
  const opens = row?.querySelector("details");
  if (!opens) return false;
  opens.open = true;
  opens.querySelector("summary").focus();
  opens.scrollIntoView({ block: "center" });
  return true;
}

/** Leads to the place in a text that is shown to be read. */
function leadIntoReading(target, place) {
  const inBody = place.checkField === "body";
  const range = inBody ? placeIn(target, place) : null;
  const start = range?.startContainer;
  const block = (start?.nodeType === Node.TEXT_NODE ? start.parentElement : start) ?? target;
  const goal = block.closest?.(BLOCKS) ?? block;
  goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: "center" });
  if (range) show(range);
}

function lead(event) {
  const link = event.target.closest("[data-check-field]");
  if (!link) return;
  const place = link.dataset;
  const target = document.getElementById(link.hash.slice(1));
  const editor = editorOf(place.checkField);
  const picker = document.getElementById(`${link.hash.slice(1)}_search`);
  if (editor) leadIntoEditor(editor, place);
  else if (place.checkField === "references" && place.checkQuote && leadIntoReferences(Number(place.checkIndex)));
  else if (target?.matches("input, textarea, select")) leadIntoField(target, place);
  else if (picker) leadIntoField(picker, place);
  else if (target) leadIntoReading(target, place);
  else return;
  event.preventDefault();
}

async function ask(event) {
  event.preventDefault();
  const says = panel.querySelector("[data-checks-says]");
  for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
  says.textContent = "Looking …";
  try {
    const sent = new FormData(form);
    const response = await fetch(panel.dataset.checks, {
      method: "POST",
      body: sent,
      headers: { "X-Checks-Only": "1", "X-CSRFToken": token() },
    });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const found = panel.querySelector("[data-checks-found]");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    found.replaceChildren(...page.body.childNodes);
    says.textContent = found.querySelector("[data-checks-summary]").textContent;
  } catch {
    says.textContent = "The checks can’t be reached. Are you still logged in? Nothing is lost.";
  }
}

if (panel) {
  panel.addEventListener("click", lead);
  panel.querySelector("[data-checks-now]")?.addEventListener("click", ask);
}
