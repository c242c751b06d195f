/* Rows of links: a button for one more row, and one in each row to remove it. What is left empty is
   not kept, so the form says the same without this. */

function number(list) {
  list.querySelectorAll("[data-links-row]").forEach((row, index) => {
    const [label, url] = row.querySelectorAll("input");
    label.setAttribute("aria-label", `Label of link ${index + 1}`);
    url.setAttribute("aria-label", `Address of link ${index + 1}`);
    row.querySelector("button")?.setAttribute("aria-label", `Remove link ${index + 1}`);
  });
}

function button(text, className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function isEmpty(row) {
  return [...row.querySelectorAll("input")].every((input) => input.value === "");
}

function equip(list, row) {
  row.append(
    button("Remove", "links__button", () => {
      const rows = [...list.querySelectorAll("[data-links-row]")];
      const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
      if (next) {
        row.remove();
        next.querySelector("input").focus();
      } else {
        row.querySelectorAll("input").forEach((input) => (input.value = ""));
        row.querySelector("input").focus();
      }
      number(list);
    }),
  );
}

for (const list of document.querySelectorAll("[data-links]")) {
  const rows = [...list.querySelectorAll("[data-links-row]")];
  const blank = rows.at(-1).cloneNode(true);
  blank.querySelector("input").removeAttribute("id");
  rows.forEach((row, index) => {
    // One empty row is enough where another one can be asked for.
    if (index > 0 && isEmpty(row) && isEmpty(rows[index - 1])) row.remove();
    else equip(list, row);
  });
  const add = button("Add a link", "links__button links__button--add", () => {
    const row = blank.cloneNode(true);
    equip(list, row);
    add.before(row);
    number(list);
    row.querySelector("input").focus();
  });
  list.append(add);
  number(list);
}
