// Two versions of one article: shows what will be saved as places are chosen. The server combines;
// this only previews.

const conflict = document.querySelector("[data-combining]");

function show(radio) {
  const place = radio.dataset.combiningChoice;
  const option = conflict.querySelector(`[data-combining-option="${place} ${radio.value}"]`);
  const shows = conflict.querySelector(`[data-combining-shows="${place}"]`);
  shows.replaceChildren(option.content.cloneNode(true));
}

function count() {
  const radios = [...conflict.querySelectorAll("[data-combining-choice]")];
  const places = new Set(radios.map((radio) => radio.name));
  const chosen = radios.filter((radio) => radio.checked).length;
  const line = conflict.querySelector("[data-combining-count]");
  if (line) line.textContent = `${chosen} of ${places.size} chosen`;
}

conflict?.addEventListener("change", (event) => {
  if (!event.target.matches("[data-combining-choice]")) return;
  show(event.target);
  count();
});
// A browser that goes back, or reloads, keeps what was chosen.
for (const radio of conflict?.querySelectorAll("[data-combining-choice]:checked") ?? []) show(radio);
if (conflict) count();
