// Suggests topics, authors and articles while somebody types, as a combobox with a list
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without it the form works all the same.
const PAUSE = 150; // milliseconds without a key before the site is asked
const SHORTEST = 2; // characters

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

function suggest(box) {
  const field = box.querySelector("input");
  const list = element("ul", { id: `${field.id}-suggestions`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const status = element("p", { className: "unseen" });
  status.setAttribute("role", "status");
  box.append(list, status);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);

  let timer, asking, chosen = -1;

  const choose = (number) => {
    chosen = number;
    [...list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === number));
    });
    const option = list.children[number];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const open = (wanted) => {
    list.hidden = !wanted;
    field.setAttribute("aria-expanded", String(wanted));
    if (!wanted) choose(-1);
  };

  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ kind, title, url }, number) => {
      const option = element(
        "li",
        { id: `${list.id}-${number}` },
        element("span", { textContent: title }),
        element("small", { textContent: kind }),
      );
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      return option;
    }));
    open(suggestions.length > 0);
    const count = suggestions.length;
    status.textContent = count ? `${count} suggestion${count === 1 ? "" : "s"}` : "";
  };

  const ask = async () => {
    asking?.abort();
    const typed = field.value.trim();
    if (typed.length < SHORTEST) return show([]);
    asking = new AbortController();
    try {
      const address = `${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      // A newer question took its place, or the network is away: the form still works.
    }
  };

  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    open(false);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      stop();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) open(true);
      // One place more than there are options: the field itself, where nothing is chosen.
      choose((((chosen + 1 + step) % (count + 1)) + count + 1) % (count + 1) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
  field.addEventListener("blur", stop);
  field.form.addEventListener("submit", stop);
  // Pressing must not take the focus from the field, or the list would close before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);
