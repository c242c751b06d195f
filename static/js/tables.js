// A table that is wider than the screen scrolls sideways. Browsers that don't let the keyboard
// reach such a box by themselves get it as a stop of the Tab key, with the caption as its name.
for (const table of document.querySelectorAll(".prose table")) {
  const mark = () => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
  };
  mark();
  new ResizeObserver(mark).observe(table);
}
