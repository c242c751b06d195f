// The focus of a picture: a click puts it there, the arrow keys move it, and two number fields hold
// it. Without this program the fields are filled in by hand (see articles/admin/images.py).

const frame = document.querySelector("[data-focus]");
const x = document.querySelector("input[name=focus_x]");
const y = document.querySelector("input[name=focus_y]");

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function within(value) {
  return Math.min(100, Math.max(0, Math.round(value)));
}

if (frame && x && y) {
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "focus-mark";
  frame.append(mark);

  const show = () => {
    const [left, top] = [within(Number(x.value || 50)), within(Number(y.value || 50))];
    mark.style.insetInlineStart = `${left}%`;
    mark.style.insetBlockStart = `${top}%`;
    mark.setAttribute(
      "aria-label",
      `Focus: ${left} per cent from the left, ${top} per cent from the top. Move it with the arrow keys.`,
    );
  };
  const put = (left, top) => {
    x.value = within(left);
    y.value = within(top);
    for (const field of [x, y]) field.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };

  frame.addEventListener("click", (event) => {
    if (event.target === mark) return;
    const box = frame.getBoundingClientRect();
    put(
      ((event.clientX - box.left) / box.width) * 100,
      ((event.clientY - box.top) / box.height) * 100,
    );
  });
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 1;
    put(Number(x.value) + step[0] * size, Number(y.value) + step[1] * size);
  });
  for (const field of [x, y]) field.addEventListener("input", show);
  show();
}
