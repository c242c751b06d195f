// A page of the magazine in a frame of the desk, as a desktop or a telephone shows it. The page runs
// no script in there, and its links lead nowhere. Whoever wants to know hears “desk:shown”.

const DESKTOP = 1200; // pixels of the screen that the wide view pretends to have
const PHONE = 360;
const NARROW = 700; // pixels of room in which the telephone is shown first

class Framed {
  constructor(holder) {
    this.frame = holder.querySelector("iframe");
    this.room = holder.querySelector("[data-frame-room]");
    this.follows = holder.dataset.frame === "follows"; // the room says what is shown first
    this.widths = [...holder.querySelectorAll("[data-frame-width]")];
    holder.querySelector("[data-frame-widths]").classList.remove("awaits-script");
    for (const choice of this.widths) {
      choice.addEventListener("change", (event) => {
        event.stopPropagation(); // no change of the article
        this.isChosen = true;
        this.fit();
      });
    }
    new ResizeObserver(() => this.fit()).observe(this.room);
    this.frame.addEventListener("load", () => this.loaded());
    // The page may have come before this script; a frame without an address holds nothing.
    if (this.frame.contentDocument?.readyState === "complete") this.loaded();
  }

  loaded() {
    const page = this.frame.contentDocument;
    if (!page || !this.frame.getAttribute("src") || page.URL === "about:blank") return;
    page.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
    });
    page.addEventListener("submit", (event) => event.preventDefault());
    this.frame.dataset.shown = "";
    this.frame.dispatchEvent(new Event("desk:shown", { bubbles: true }));
  }

  fit() {
    const { clientWidth, clientHeight } = this.room;
    if (!clientWidth) return;
    const [desktop, phone] = this.widths;
    if (this.follows && !this.isChosen) (clientWidth < NARROW ? phone : desktop).checked = true;
    const width = phone.checked ? PHONE : DESKTOP;
    const scale = Math.min(1, clientWidth / width);
    this.frame.style.width = `${width}px`;
    this.frame.style.height = `${clientHeight / scale}px`;
    this.frame.style.transform = `scale(${scale})`;
  }
}

for (const holder of document.querySelectorAll("[data-frame]")) new Framed(holder);
