// Comments on passages (see articles/admin/comments.py). Everything works without this script: the
// passage is typed, and each button loads the page anew. With it, answers are sent in the background,
// so that nothing that is typed elsewhere on the page is left behind, and words that were selected
// (admin-passages.js) open the form with their passage filled in.

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
  dialog.append(form);
  box().parentElement.append(dialog); // where the styles of fields hold
  dialog.addEventListener("close", () => {
    if (home.isConnected) home.replaceWith(form);
    dialog.remove();
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
  const latest = [...panel.querySelectorAll(".desk-comments > ol > li")].at(-1);
  box().replaceWith(document.adoptNode(panel));
  form.closest("dialog")?.close();
  document.dispatchEvent(new Event("desk:threads"));
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
  // A link to a thread leads to it among the settled ones too.
  const asked = document.getElementById(location.hash.slice(1))?.closest("details");
  if (asked && !asked.open) {
    asked.open = true;
    document.getElementById(location.hash.slice(1)).scrollIntoView();
  }
  document.addEventListener("submit", send);
  document.addEventListener("desk:speak", (event) => speak(event.detail));
}
