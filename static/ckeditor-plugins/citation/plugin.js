/* A marker in the text that leads to a reference by its number:
 *
 *   <sup class="citation"><a href="#reference-3">3</a></sup>
 *
 * The button offers the references of the form, which stand below the text. Ids, names and the way
 * back are the server's work; it also makes one group of markers that stand beside each other.
 */
(() => {
  "use strict";

  const ADDRESS = /^#reference-([1-9]\d{0,2})$/;

  CKEDITOR.plugins.add("citation", {
    requires: "widget,dialog",

    init(editor) {
      CKEDITOR.dialog.add("citation", dialog);
      one(editor);

      editor.widgets.add("citation", {
        inline: true,
        pathName: "citation",
        dialog: "citation",
        requiredContent: "sup(citation)",
        template: '<sup class="citation"><a href="#reference-1">1</a></sup>',
        upcast: (element) => isMarker(element) && numbers(element).length === 1,
        init() {
          const link = this.element.findOne("a");
          const found = ADDRESS.exec(link?.data("cke-saved-href") || link?.getAttribute("href"));
          this.setData("number", found ? Number(found[1]) : 0);
        },
        data() {
          const { number } = this.data;
          if (!number) return;
          const href = `#reference-${number}`;
          const link = this.element.findOne("a");
          link.setText(String(number));
          link.setAttributes({ href, "data-cke-saved-href": href });
          mark(this);
        },
        downcast(element) {
          const { number } = this.data;
          element.setHtml(`<a href="#reference-${number}">${number}</a>`);
        },
        getLabel() {
          return `Citation of reference ${this.data.number}`;
        },
      });

      editor.ui.addButton("Citation", {
        label: "Citation",
        command: "citation",
        toolbar: "links",
        icon: `${this.path}icons/citation.svg`,
      });

      // Whoever moves or removes a reference in the list takes its markers along.
      const follow = (event) => renumber(editor, event.detail);
      document.addEventListener("references:renumbered", follow);
      editor.on("destroy", () => document.removeEventListener("references:renumbered", follow));
    },
  });

  function isMarker(element) {
    return element.name === "sup" && element.hasClass("citation");
  }

  function numbers(element) {
    const found = [];
    element.forEach((node) => {
      const number = node.name === "a" && ADDRESS.exec(node.attributes.href || "");
      if (number) found.push(number[1]);
    }, CKEDITOR.NODE_ELEMENT);
    return found;
  }

  /* A group of markers becomes markers of one number each, which can be changed by themselves. */
  function one(editor) {
    editor.on("toHtml", (event) => {
      const groups = [];
      event.data.dataValue.forEach((element) => {
        if (isMarker(element) && numbers(element).length > 1) groups.push(element);
      }, CKEDITOR.NODE_ELEMENT);
      for (const group of groups) {
        for (const number of numbers(group)) {
          const marker = new CKEDITOR.htmlParser.element("sup", { class: "citation" });
          marker.setHtml(`<a href="#reference-${number}">${number}</a>`);
          marker.insertBefore(group);
        }
        group.remove();
      }
    }, null, null, 5);
  }

  /* The references of the form as [number, words], those that are about to be removed left out. */
  function references() {
    const rows = [...document.querySelectorAll("[data-reference]")].filter(
      (row) => !row.querySelector("[data-remove]")?.checked,
    );
    return rows.map((row, place) => {
      const words = row.querySelector("[data-summary]")?.textContent.trim() || "New reference";
      return [place + 1, words];
    });
  }

  function isMissing(number) {
    const known = document.querySelector("[data-references]");
    return Boolean(known) && !references().some(([place]) => place === number);
  }

  function mark(widget) {
    const missing = isMissing(widget.data.number);
    widget.wrapper[missing ? "addClass" : "removeClass"]("cke_citation_missing");
  }

  function renumber(editor, places) {
    for (const widget of Object.values(editor.widgets.instances)) {
      if (widget.name !== "citation") continue;
      const place = places.get(widget.data.number);
      if (place && place !== widget.data.number) widget.setData("number", place);
      else mark(widget);
    }
    editor.fire("saveSnapshot");
  }

  function shortened(words) {
    return words.length > 90 ? `${words.slice(0, 89).trimEnd()}…` : words;
  }

  function dialog() {
    return {
      title: "Citation",
      minWidth: 360,
      minHeight: 160,
      resizable: CKEDITOR.DIALOG_RESIZE_NONE,
      contents: [
        {
          id: "info",
          elements: [
            {
              id: "number",
              type: "select",
              label: "Which reference does this rest on?",
              size: 8,
              items: [],
              inputStyle: "width: 100%; height: auto",
              onLoad() {
                // The dialogs of the editor leave the Enter key of a list to the list.
                this.getInputElement().on("keydown", (event) => {
                  if (event.data.getKeystroke() !== 13) return;
                  event.data.preventDefault();
                  this.getDialog().click("ok");
                });
              },
              setup(widget) {
                const rows = references();
                this.clear();
                for (const [number, words] of rows) {
                  this.add(`${number}. ${shortened(words)}`, String(number));
                }
                const { number } = widget.data;
                this.setValue(String(number && !isMissing(number) ? number : ""));
              },
              validate() {
                if (this.getValue()) return true;
                return references().length
                  ? "Choose a reference from the list."
                  : "There is no reference yet: add one below the text first.";
              },
              commit(widget) {
                widget.setData("number", Number(this.getValue()));
              },
            },
          ],
        },
      ],
    };
  }
})();
