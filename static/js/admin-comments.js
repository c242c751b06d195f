// Comments on passages (see articles/admin/talk/comments.py). Everything works without this script: the
// passage is typed, and each button loads the page anew. With it, answers are sent in the background,
// so that nothing that is typed elsewhere on the page is left behind, and words that were selected
// (admin-passages.js) open the form with their passage filled in. admin-comment-drafts.js keeps what
// is half written.

const box = () => document.getElementById("comments");

// -- words that were selected -----------------------------------------------------------------------

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
  dialog.append(headOf(dialog), form);
  box().parentElement.append(dialog); // where the styles of fields hold
  dialog.addEventListener("close", () => {
    if (home.isConnected) home.replaceWith(form);
    dialog.remove();
  });
  // A press beside it closes it; marking words from inside to outside is no such press.
  let isBeside = false;
  dialog.addEventListener("pointerdown", (event) => (isBeside = event.target === dialog));
  dialog.addEventListener("click", (event) => {
    if (isBeside && event.target === dialog) dialog.close();
  });
  dialog.showModal();
  if (!found.suggests) {
    form.elements.text.focus();
    return;
  }
  const { suggests, suggestion } = form.elements;
  suggests.checked = true;
  suggestion.value ||= found.quote;
  suggestion.focus();
  suggestion.select();
}

/** The words stay in the form, which goes back to its place below the threads. */
function headOf(dialog) {
  const head = document.createElement("div");
  head.className = "desk-comment-dialog__head";
  const title = document.createElement("h2");
  title.textContent = "New comment";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "desk-button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  head.append(title, close);
  return head;
}

// -- what is half written elsewhere -----------------------------------------------------------------

const FORMS = "[data-comment-form], .desk-thread__form";

function twin(panel, form) {
  const thread = form.closest(".desk-thread");
  if (!thread) return panel.querySelector("[data-comment-form]");
  return panel.querySelector(`#${CSS.escape(thread.id)} .desk-thread__form`);
}

/** Put what is typed in the other forms into the panel that comes in the place of this one. */
function carryOver(panel, sent) {
  for (const form of box().querySelectorAll(FORMS)) {
    const fresh = form !== sent && twin(panel, form);
    if (!fresh) continue;
    for (const field of form.elements) {
      const other = fresh.elements[field.name];
      if (!other || ["csrfmiddlewaretoken", "from"].includes(field.name)) continue;
      if (field.type === "checkbox") other.checked = field.checked;
      else other.value = field.value;
    }
  }
  const folded = panel.querySelector(".desk-threads-closed");
  if (folded && box().querySelector(".desk-threads-closed")?.open) folded.open = true;
}

/** The field in the fresh panel in which somebody is typing meanwhile, with a way to go on. */
function writingIn(panel, sent) {
  const field = document.activeElement;
  const form = field?.closest("textarea") && field.form;
  if (!form || form === sent || !box().contains(form)) return null;
  const fresh = twin(panel, form)?.elements[field.name];
  if (!fresh) return null;
  const { selectionStart, selectionEnd } = field;
  return () => {
    fresh.focus({ preventScroll: true });
    fresh.setSelectionRange(selectionStart, selectionEnd);
  };
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
  // The page for reviewing shows the threads itself, and what is wrong with a comment.
  if (place !== "review") fields.set("from", "comments");
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
  const wrong = panel.querySelector("[role=alert], .errorlist");
  // “Settle” and “Open again” leave an answer that is half written where it is.
  const isSent = !pressed?.hasAttribute("formaction");
  carryOver(panel, isSent ? form : null);
  const goOn = wrong ? null : writingIn(panel, form);
  if (isSent && !wrong) document.dispatchEvent(new CustomEvent("desk:said", { detail: form }));
  const latest = [...panel.querySelectorAll(".desk-comments > ol > li")].find(
    (one) => !document.getElementById(one.id),
  );
  box().replaceWith(document.adoptNode(panel));
  form.closest("dialog")?.close();
  document.dispatchEvent(new Event("desk:threads"));
  if (wrong) box().querySelector("[aria-invalid=true], [role=alert]")?.scrollIntoView();
  if (goOn) {
    goOn();
    return;
  }
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
  // A link to a thread leads to it among the settled ones too.
  const asked = document.getElementById(location.hash.slice(1))?.closest("details");
  if (asked && !asked.open) {
    asked.open = true;
    document.getElementById(location.hash.slice(1)).scrollIntoView();
  }
  document.addEventListener("submit", send);
  document.addEventListener("desk:speak", (event) => speak(event.detail));
}
