// Ticks in the list of articles: one for all of the page, and how many there are.

const form = document.querySelector("[data-several]");

if (form) {
  const all = form.querySelector("[data-several-all]");
  const says = form.querySelector("[data-several-says]");
  const ticks = [...document.querySelectorAll("input.desk-tick")];

  const count = () => {
    const number = ticks.filter((tick) => tick.checked).length;
    all.checked = number > 0 && number === ticks.length;
    all.indeterminate = number > 0 && number < ticks.length;
    says.textContent = number ? `${number} ticked` : "";
  };

  all.closest("label").classList.remove("awaits-script");
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked;
    count();
  });
  for (const tick of ticks) tick.addEventListener("change", count);
  // A browser that comes back to the page keeps the ticks.
  window.addEventListener("pageshow", count);
}
