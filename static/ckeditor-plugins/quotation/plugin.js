/* A quotation with the person who said it:
 *
 *   <figure class="quotation"><blockquote>…</blockquote><figcaption>…</figcaption></figure>
 *
 * The button makes a quotation of the selected text, and text of a quotation again.
 */
(() => {
  "use strict";

  const INLINE = "strong em sub sup; a[!href]";
  const WORDS = `p br ul li; ol[start]; ${INLINE}`;

  CKEDITOR.plugins.add("quotation", {
    requires: "widget,desk",

    init(editor) {
      editor.widgets.add("quotation", {
        pathName: "quotation",
        requiredContent: "figure(quotation)",
        template:
          '<figure class="quotation"><blockquote><p></p></blockquote><figcaption></figcaption></figure>',
        parts: { words: "blockquote", saidBy: "figcaption" },
        editables: {
          words: { selector: "blockquote", pathName: "words", allowedContent: WORDS },
          saidBy: { selector: "figcaption", pathName: "who said it", allowedContent: INLINE },
        },
        upcast,
        downcast(figure) {
          const caption = figure.getFirst("figcaption");
          if (caption && CKEDITOR.plugins.desk.isEmpty(this.editables.saidBy)) caption.remove();
          for (const part of figure.children) tidy(part);
        },
        init() {
          this.editables.words.setAttribute("aria-label", "Quotation");
          this.editables.saidBy.setAttribute("aria-label", "Who said it");
          CKEDITOR.plugins.desk.invite(this, "saidBy", "Who said it, and what they do");
        },
        getLabel() {
          return "Quotation";
        },
      });

      // No requiredContent: inside a quotation a quotation is not allowed, but can be undone.
      editor.addCommand("toggleQuotation", {
        contextSensitive: true,
        exec(editor) {
          const widget = quotationAt(editor);
          if (widget) unwrap(editor, widget);
          else insert(editor);
        },
        refresh(editor, path) {
          if (quotationAt(editor, path)) this.setState(CKEDITOR.TRISTATE_ON);
          else if (editor.activeFilter.check("figure(quotation)")) {
            this.setState(CKEDITOR.TRISTATE_OFF);
          } else this.setState(CKEDITOR.TRISTATE_DISABLED);
        },
      });
      editor.widgets.on("instanceCreated", () => refreshSoon(editor));
      editor.ui.addButton("Quotation", {
        label: "Quotation",
        command: "toggleQuotation",
        toolbar: "blocks",
        icon: `${this.path}icons/quotation.svg`,
      });
    },
  });

  /* Our own figures, and plain blockquotes from elsewhere; each gets a place for the name. */
  function upcast(element) {
    let figure = element;
    if (element.name === "blockquote" && !isQuotation(element.parent)) {
      figure = new CKEDITOR.htmlParser.element("figure", { class: "quotation" });
      element.replaceWith(figure);
      figure.add(element);
    } else if (!isQuotation(element) || !element.getFirst("blockquote")) {
      return false;
    }
    if (!figure.getFirst("figcaption")) figure.add(new CKEDITOR.htmlParser.element("figcaption"));
    return figure;
  }

  function isQuotation(element) {
    return element && element.name === "figure" && element.hasClass("quotation");
  }

  function tidy(part) {
    if (part.attributes) delete part.attributes["aria-label"];
  }

  function quotationAt(editor, path = editor.elementPath()) {
    const focused = editor.widgets.focused;
    if (focused) return focused.name === "quotation" ? focused : null;
    const figure = path && path.contains((e) => e.is("figure") && e.hasClass("quotation"));
    return figure ? editor.widgets.getByElement(figure) : null;
  }

  function refreshSoon(editor) {
    setTimeout(() => {
      const command = editor.getCommand("toggleQuotation");
      if (command && editor.editable()) command.refresh(editor, editor.elementPath());
    });
  }

  function insert(editor) {
    const words = editor.dataProcessor.toDataFormat(editor.extractSelectedHtml(true) || "");
    const before = new Set(Object.keys(editor.widgets.instances));
    editor.insertHtml(
      `<figure class="quotation"><blockquote>${words.trim() || "<p>&nbsp;</p>"}</blockquote>` +
        "<figcaption></figcaption></figure>",
    );
    const made = Object.values(editor.widgets.instances).find(
      (widget) => !before.has(String(widget.id)) && widget.name === "quotation",
    );
    if (made) focusEnd(editor, words.trim() ? made.editables.saidBy : made.editables.words);
  }

  function focusEnd(editor, editable) {
    editable.focus();
    const range = editor.createRange();
    range.moveToElementEditablePosition(editable, true);
    range.select();
  }

  function unwrap(editor, widget) {
    const words = widget.editables.words.getData();
    const saidBy = widget.editables.saidBy.getData();
    const { wrapper } = widget;
    editor.fire("saveSnapshot");
    const range = editor.createRange();
    range.setStartBefore(wrapper);
    range.collapse(true);
    editor.widgets.destroy(widget, true);
    wrapper.remove();
    const html = words + (saidBy.replace(/&nbsp;|\s/g, "") ? `<p>${saidBy}</p>` : "");
    editor.editable().insertHtmlIntoRange(html, range);
    editor.focus();
    range.collapse(false);
    range.select();
    editor.fire("saveSnapshot");
    refreshSoon(editor);
  }
})();
