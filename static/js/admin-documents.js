/* The field for a document: a file that is too large is told before it is sent.
 *
 * A server in front may cut such a file off with a page of its own. Without script the program says
 * the same, where the file reaches it.
 */

const field = document.querySelector("input[type=file][data-too-large]");

function tooLarge() {
  const [file] = field.files;
  return Boolean(file) && file.size > Number(field.dataset.mostBytes);
}

function say() {
  const line = document.querySelector("[data-says-too-large]");
  line.textContent = tooLarge() ? field.dataset.tooLarge : "";
  return line.textContent;
}

// The theme writes the name of a chosen file into the text field that is nearest, which here is
// another one: it must not hear of the choice.
document.addEventListener("change", (event) => {
  if (event.target !== field) return;
  event.stopImmediatePropagation();
  say();
}, true);

field?.form.addEventListener("submit", (event) => {
  if (!say()) return;
  event.preventDefault();
  field.focus();
});
