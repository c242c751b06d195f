// The page of whoever reviews (see articles/admin/review/reviewing.py): its two looks, the way from change
// to change, and each source beside the passage that cites it. Without this the looks are loaded
// anew, and a number in the text leads to its reference.

const body = document.body;
const LOOKS = ["clean", "marked"];
const WIDE = matchMedia("(width >= 64rem)"); // as in admin-review.css: references beside the text
const FAR = 3; // windows from which on a way is jumped over instead of scrolled along
const SAID = 6000; // milliseconds for which something that was done is said
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function bring(element, block = "center") {
  const far = Math.abs(element.getBoundingClientRect().top) > FAR * innerHeight;
  element.scrollIntoView({ block, behavior: far || calm() ? "instant" : "smooth" });
}

// -- the two looks ----------------------------------------------------------------------------------

/** The first block of the text that is in the window. */
function blockInSight() {
  const blocks = document.querySelectorAll(".review-text .prose > *");
  return [...blocks].find((block) => block.getBoundingClientRect().bottom > 80);
}

/** Where somebody reads, to be there again in the other look. */
function place() {
  const seen = blockInSight();
  if (!seen || seen.getBoundingClientRect().top > innerHeight) return null;
  const words = seen.textContent.replace(/\s+/g, "").slice(-40);
  return { words, top: seen.getBoundingClientRect().top };
}

function back(to) {
  if (!to) return;
  for (const block of document.querySelectorAll(".review-text .prose > *")) {
    const now = block.getBoundingClientRect();
    if (!now.height || !block.textContent.replace(/\s+/g, "").endsWith(to.words)) continue;
    scrollBy({ top: now.top - to.top, behavior: "instant" });
    return;
  }
}

function show(look) {
  if (!LOOKS.includes(look) || body.dataset.show === look) return;
  if (look === "marked" && !document.querySelector("[data-review-show=marked]")) return;
  const was = place();
  body.dataset.show = look;
  settle();
  back(was);
  const address = new URL(location.href);
  address.searchParams.set("show", look);
  history.replaceState(history.state, "", address);
}

/** What depends on the look: the switch, the steps, the buttons from change to change. */
function settle() {
  const look = body.dataset.show;
  for (const link of document.querySelectorAll("[data-review-show]")) {
    if (link.dataset.reviewShow === look) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const walk = document.querySelector("[data-review-walk]");
  if (walk) walk.hidden = look !== "marked";
  step();
}

const decision = document.getElementById("decision");
let deciding = false;

function step() {
  const now = deciding ? "decide" : body.dataset.show;
  body.classList.toggle("is-deciding", deciding);
  for (const link of document.querySelectorAll("[data-review-step]")) {
    if (link.dataset.reviewStep === now) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
}

new IntersectionObserver(
  ([seen]) => {
    deciding = seen.isIntersecting;
    step();
  },
  { rootMargin: "0px 0px -40% 0px" },
).observe(decision);

// -- from change to change --------------------------------------------------------------------------

const places = [...document.querySelectorAll("[data-review-place]")];
let at = -1;

function changeAt(index) {
  return document.getElementById(places[index].hash.slice(1));
}

function mark(index) {
  at = index;
  for (const old of document.querySelectorAll(".is-here")) old.classList.remove("is-here");
  const here = changeAt(at);
  // What went and what came for it are one change, side by side.
  let part = here;
  do {
    part.classList.add("is-here");
    part = part.nextSibling;
  } while (part?.nodeType === Node.ELEMENT_NODE && part.matches("ins:not([id]), del:not([id])"));
  document.querySelector("[data-review-at]").textContent = `${at + 1} of ${places.length}`;
  return here;
}

function go(by) {
  if (!places.length) return;
  show("marked");
  const here = mark((at + by + places.length) % places.length);
  bring(here);
  const says = places[at].textContent.replace(/\s+/g, " ").trim();
  document.querySelector("[data-review-says]").textContent =
    `Change ${at + 1} of ${places.length}. ${says}`;
}

/** From the list of changes: the change itself gets the focus, so that reading goes on there. */
function open(link) {
  show("marked");
  const here = mark(places.indexOf(link));
  here.tabIndex = -1;
  here.focus({ preventScroll: true });
  bring(here);
}

// -- sources ----------------------------------------------------------------------------------------

const sheet = document.querySelector("[data-review-source]");
const list = document.querySelector("[data-review-references]");
let asked = null; // the number in the text whose source was looked at last

function sourceOf(marker) {
  const number = marker.hash.match(/^#reference-(\d+)$/)?.[1];
  return number && document.querySelector(`[data-review-reference="${number}"]`);
}

function markerOf(event) {
  const link = event.target.closest?.(".review-text a[href^='#reference-']");
  return link && sourceOf(link) ? link : null;
}

/** On a wide screen: the source beside the passage is marked, and brought into sight in its list. */
function near(marker) {
  for (const old of document.querySelectorAll(".is-near")) old.classList.remove("is-near");
  asked = marker;
  const source = sourceOf(marker);
  source.classList.add("is-near");
  marker.classList.add("is-near");
  if (!WIDE.matches) return;
  const [box, item] = [list.getBoundingClientRect(), source.getBoundingClientRect()];
  if (item.top < box.top || item.bottom > box.bottom) {
    const middle = item.top - box.top - (box.height - item.height) / 2;
    list.scrollBy({ top: middle, behavior: calm() ? "instant" : "smooth" });
  }
}

/** On a telephone: the source comes over the text, and goes without the place being lost. */
function openSheet(marker) {
  const source = sourceOf(marker);
  sheet.querySelector("[data-review-source-title]").textContent =
    `Reference ${source.dataset.reviewReference}`;
  const words = source.querySelector("[data-review-words]").cloneNode(true);
  words.className = "";
  sheet.querySelector("[data-review-source-words]").replaceChildren(words);
  sheet.showModal();
  sheet.scrollTop = 0;
}

function follow(event, marker) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  near(marker);
  if (WIDE.matches) sourceOf(marker).focus({ preventScroll: true });
  else openSheet(marker);
}

/** From a source to the number that led to it, in whatever look; else the link itself leads. */
function returnFrom(event, link) {
  const came = asked?.checkVisibility() && sourceOf(asked).contains(link);
  if (!came) {
    show("clean"); // where the numbers have the names that the links lead to
    return;
  }
  event.preventDefault();
  asked.focus({ preventScroll: true });
  bring(asked);
}

sheet.addEventListener("close", () => asked?.focus({ preventScroll: true }));
sheet.addEventListener("click", (event) => {
  if (event.target === sheet || event.target.closest("[data-review-source-close]")) sheet.close();
});

if (list) {
  // A list that scrolls in itself can be scrolled by keyboard.
  const stop = () => {
    if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    else list.removeAttribute("tabindex");
  };
  new ResizeObserver(stop).observe(list);
}

// -- after a comment on a passage: reading goes on where it was --------------------------------------

let reading = null;

document.addEventListener("submit", (event) => {
  if (event.target.closest(".desk-comment-dialog")) reading = { top: scrollY, block: blockInSight() };
});

document.addEventListener(
  "close", // comes after the script of comments has led to the thread
  (event) => {
    const was = reading;
    reading = null;
    if (!was || !event.target.matches(".desk-comment-dialog")) return;
    if (document.querySelector("#comments :is([role=alert], .errorlist)")) return;
    scrollTo({ top: was.top, behavior: "instant" });
    if (was.block) {
      was.block.tabIndex = -1;
      was.block.focus({ preventScroll: true });
    }
    const said = document.querySelector("[data-review-said]");
    said.textContent = "Your comment stands under the text.";
    setTimeout(() => said.replaceChildren(), SAID);
  },
  true,
);

// -- what is pressed --------------------------------------------------------------------------------

// Before others hear of it: what they lead to stands in the text as readers will see it.
document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest?.("[data-check-field]")) show("clean");
  },
  true,
);

document.addEventListener("click", (event) => {
  const marker = markerOf(event);
  if (marker) return follow(event, marker);
  const found = (selector) => event.target.closest?.(selector);
  const backTo = found(".mentions__link");
  const change = found("[data-review-place]");
  const look = found("[data-review-show]");
  const next = found("[data-review-go]");
  const to = found("[data-review-step]");
  if (backTo) return returnFrom(event, backTo);
  if (change) open(change);
  else if (look) show(look.dataset.reviewShow);
  else if (next) go(Number(next.dataset.reviewGo));
  else if (to) {
    show(to.dataset.reviewStep);
    const goal = document.getElementById(to.hash.slice(1));
    goal.focus({ preventScroll: true });
    bring(goal, "start");
  } else return undefined;
  event.preventDefault();
  return undefined;
});

for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const marker = markerOf(event);
    if (marker) near(marker);
  });
}

document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !event.altKey || event.target.closest("textarea, input, select, dialog")) return;
  event.preventDefault();
  go(by);
});

settle();
const first = location.hash && places.find((link) => link.hash === location.hash);
if (first) open(first);
const lacks = document.querySelector("#decision [aria-invalid=true]");
(lacks ?? document.querySelector("[data-review-focus]"))?.focus();
