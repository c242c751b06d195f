// Says how long a text is before the server has to refuse it. Nothing is ever cut off.

const NEAR = 0.8; // of the limit, from where on the length is shown

function watch(field) {
  const limit = Number(field.dataset.limit);
  const line = document.createElement("p");
  line.className = "desk-limit";
  line.setAttribute("role", "status");
  field.after(line);
  const say = () => {
    const length = [...field.value.trim()].length;
    line.textContent =
      length > limit * NEAR
        ? `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`
        : "";
    line.classList.toggle("desk-limit--over", length > limit);
  };
  field.addEventListener("input", say);
  say();
}

function watchAll() {
  for (const field of document.querySelectorAll("[data-limit]")) {
    if (field.nextElementSibling?.classList.contains("desk-limit")) continue;
    watch(field);
  }
}

watchAll();
document.addEventListener("desk:threads", watchAll); // their fields are new ones then
