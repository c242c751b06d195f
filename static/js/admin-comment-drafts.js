// A comment or an answer that is half written survives a link, a closed tab and a save of the article:
// it is kept in this browser, for this person and this article, and stands in its field again when
// the page is opened. What has arrived is forgotten. admin-comments.js says when that is.

const KEY = "desk-comments:";
const DAYS = 30;
const FORMS = ".desk-comments form, .desk-comment-dialog form";
const NOT_TYPED = ["csrfmiddlewaretoken", "from"];
const WORDS = ["text", "quote", "suggestion"];

const box = () => document.getElementById("comments");
const back = new Set(); // names of the forms whose words were brought back

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // The storage is switched off: nothing was kept.
  }
}

/** What nobody came back for in a month goes by itself. */
function tidy() {
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
  } catch {
    return; // the storage is switched off
  }
  for (const key of keys) {
    const copy = stored(key);
    if (!copy || Date.now() - copy.at > DAYS * 864e5) drop(key);
  }
}

const nameOf = (form) => form.closest(".desk-thread")?.id ?? "new";
const keyOf = (name) => `${KEY}${box().dataset.drafts}.${name}`;

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !NOT_TYPED.includes(field.name));

const isEmpty = (form) => WORDS.every((name) => !form.elements[name]?.value.trim());

/** At every key: the words are few, and nothing is lost between two of them. */
function keep(form) {
  const name = nameOf(form);
  if (isEmpty(form)) {
    drop(keyOf(name));
    return;
  }
  const words = Object.fromEntries(
    fieldsOf(form).map((field) => [
      field.name,
      field.type === "checkbox" ? field.checked : field.value,
    ]),
  );
  try {
    localStorage.setItem(keyOf(name), JSON.stringify({ at: Date.now(), words }));
  } catch {
    // The storage is full or switched off.
  }
}

function fill(form, words) {
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox") field.checked = words[field.name] === true;
    else field.value = words[field.name] ?? "";
  }
}

function tell(form, name) {
  const line = document.createElement("p");
  line.className = "desk-alert desk-alert--note desk-comment-back";
  line.setAttribute("role", "status");
  const says = document.createElement("span");
  says.textContent = `Your unfinished ${name === "new" ? "comment" : "answer"} is back.`;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "desk-textbutton";
  away.textContent = "Throw it away";
  away.addEventListener("click", () => {
    fill(form, {});
    drop(keyOf(name));
    back.delete(name);
    line.remove();
    form.elements.text.focus();
  });
  line.append(says, " ", away);
  const heading = form.querySelector("h3");
  if (heading) heading.after(line);
  else form.prepend(line);
}

/** Fill the fields that are empty; what the server sent back as refused is newer. */
function bringBack() {
  for (const form of box().querySelectorAll("form")) {
    const name = nameOf(form);
    const words = stored(keyOf(name))?.words;
    if (!words) continue;
    if (isEmpty(form)) {
      fill(form, words);
      back.add(name);
      const folded = form.closest("details");
      if (folded) folded.open = true;
    }
    if (back.has(name)) tell(form, name);
  }
}

if (box()) {
  tidy();
  bringBack();
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.(FORMS);
    if (form) keep(form);
  });
  document.addEventListener("desk:said", (event) => {
    const name = nameOf(event.detail);
    drop(keyOf(name));
    back.delete(name);
  });
  document.addEventListener("desk:threads", bringBack);
}
