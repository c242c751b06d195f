/* A marker in the text that leads to a reference by its number:
 *
 *   <sup class="citation"><a href="#reference-3">3</a></sup>
 *
 * The button (and Ctrl+Alt+F) opens the dialog of the page (static/js/admin-citing.js), which offers
 * the references of the form below the text and adds new ones. Ids, names and the way back are the
 * server's work; it also makes one group of markers that stand beside each other.
 *
 * While the page is open a marker knows the row that it cites by the key of that row, and takes its
 * number from it (static/js/admin-references.js). So the numbers are right after undo as well, which
 * brings back markers with the numbers of another time.
 */
(() => {
  "use strict";

  const SHORTCUT = CKEDITOR.CTRL + CKEDITOR.ALT + 70; // F
  const ADDRESS = /^#reference-([1-9]\d{0,2})$/;

  CKEDITOR.plugins.add("citation", {
    requires: "widget",

    init(editor) {
      one(editor);

      editor.widgets.add("citation", {
        inline: true,
        pathName: "citation",
        requiredContent: "sup(citation)",
        upcast: (element) => isMarker(element) && numbers(element).length === 1,
        init() {
          const link = this.element.findOne("a");
          const found = ADDRESS.exec(link?.data("cke-saved-href") || link?.getAttribute("href"));
          const number = found ? Number(found[1]) : 0;
          this.setData({ number, row: list()?.keyAt(number) || "" });
          this.on("edit", (event) => {
            event.cancel();
            open(editor, this);
          });
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

      const command = editor.addCommand("citation", {
        allowedContent: "sup(!citation); a[!href]",
        requiredContent: "sup(citation)",
        fakeKeystroke: SHORTCUT, // told with the button; listened to below
        exec(editor) {
          const { focused } = editor.widgets;
          open(editor, focused?.name === "citation" ? focused : null);
        },
      });
      editor.on("instanceReady", () => {
        // A text without a list of references, such as a policy, cites nothing.
        if (!document.querySelector("[data-citing]")) command.disable();
      });
      editor.on("key", (event) => {
        const { keyCode, domEvent } = event.data;
        // On some keyboards AltGr and F write a bracket, and AltGr passes for Ctrl and Alt.
        if (keyCode !== SHORTCUT || domEvent.$.getModifierState("AltGraph")) return;
        event.cancel();
        editor.execCommand("citation");
      });

      editor.ui.addButton("Citation", {
        label: "Citation",
        command: "citation",
        toolbar: "links",
        icon: `${this.path}icons/citation.svg`,
      });

      // The text tells the list which rows it cites, and the list the text which numbers they have.
      let waits = false;
      editor.on("change", () => {
        if (waits) return;
        waits = true;
        queueMicrotask(() => {
          waits = false;
          follow(editor, true);
        });
      });
      editor.on("instanceReady", () => follow(editor, false));
      editor.on("mode", () => follow(editor, true));
      const numbered = () => follow(editor, false);
      document.addEventListener("references:changed", numbered);
      editor.on("destroy", () => document.removeEventListener("references:changed", numbered));
    },
  });

  const list = () => document.querySelector("[data-references]")?.references;
  const box = () => document.querySelector("[data-citing]")?.citing;

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

  // -- numbers -----------------------------------------------------------------------------------

  function markers(editor) {
    const found = editor.editable()?.find("sup.citation").toArray() ?? [];
    const widgets = found.map((element) => editor.widgets.getByElement(element));
    return [...new Set(widgets)].filter((widget) => widget?.name === "citation" && widget.isInited());
  }

  function follow(editor, isChange) {
    const rows = list();
    if (!rows || editor.mode !== "wysiwyg" || editor.citesNow) return;
    editor.citesNow = true; // what happens below changes the text, too
    try {
      bind(editor, rows);
      const cited = markers(editor).map((widget) => widget.data.row).filter(Boolean);
      const isNew = editor.cited !== undefined && editor.cited !== cited.join();
      editor.cited = cited.join();
      rows.follow(cited, isChange && isNew);
      const moved = renumber(editor, rows);
      // In an order of the writer's own, undo finds its numbers where they were.
      if ((moved || (isChange && isNew)) && !rows.isOwnOrder) countUp(editor, rows);
    } finally {
      editor.citesNow = false;
    }
  }

  /* A marker without a row that is known here, say from another page, cites by its number. */
  function bind(editor, rows) {
    const loose = markers(editor).filter(
      ({ data }) => !rows.numberOf(data.row) && rows.keyAt(data.number),
    );
    if (!loose.length) return;
    quietly(editor, () => {
      for (const widget of loose) widget.setData("row", rows.keyAt(widget.data.number));
    });
  }

  function renumber(editor, rows) {
    const found = markers(editor);
    const wrong = found.filter((widget) => {
      const number = rows.numberOf(widget.data.row);
      return number && number !== widget.data.number;
    });
    if (wrong.length) {
      quietly(editor, () => {
        for (const widget of wrong) widget.setData("number", rows.numberOf(widget.data.row));
      });
    }
    for (const widget of found) mark(widget);
    return wrong.length > 0;
  }

  /* Inside one group the numbers count up; which rows the group cites stays. */
  function countUp(editor, rows) {
    const seen = new Set();
    const numberOf = ({ row, number }) => rows.numberOf(row) || number;
    for (const widget of markers(editor)) {
      if (seen.has(widget)) continue;
      const group = beside(editor, widget);
      for (const one of group) seen.add(one);
      const before = group.map(({ data: { row, number } }) => ({ row, number }));
      const after = before.toSorted((one, other) => numberOf(one) - numberOf(other));
      if (after.every((one, place) => one === before[place])) continue;
      quietly(editor, () => {
        for (const [place, one] of group.entries()) one.setData(after[place]);
      });
    }
    const cited = markers(editor).map((widget) => widget.data.row).filter(Boolean);
    editor.cited = cited.join();
    for (const widget of markers(editor)) mark(widget);
  }

  /* A change that is no step to undo: it belongs to the one that was made before it. */
  function quietly(editor, change) {
    editor.fire("saveSnapshot", { contentOnly: true });
    editor.fire("lockSnapshot", { dontUpdate: true });
    change();
    editor.fire("unlockSnapshot");
    editor.fire("updateSnapshot");
  }

  function mark(widget) {
    const rows = list();
    const missing = Boolean(rows) && !rows.isThere(widget.data.row);
    widget.wrapper?.[missing ? "addClass" : "removeClass"]("cke_citation_missing");
  }

  // -- the dialog --------------------------------------------------------------------------------

  function open(editor, widget) {
    const [rows, dialog] = [list(), box()];
    if (!rows || !dialog) return;
    const group = widget ? beside(editor, widget) : [];
    const places = editor.getSelection()?.createBookmarks2(true);
    dialog.open({
      chosen: group.map(({ data }) => data.row),
      cited(keys) {
        editor.focus();
        editor.fire("saveSnapshot");
        if (group.length) takeOut(editor, group);
        else standAfter(editor, places);
        const inOrder = keys.toSorted((one, other) => rows.numberOf(one) - rows.numberOf(other));
        const before = new Set(markers(editor));
        editor.insertHtml(inOrder.map((key) => marker(rows.numberOf(key))).join(""));
        goOnAfter(editor, markers(editor).findLast((widget) => !before.has(widget)));
        editor.fire("saveSnapshot");
      },
      left() {
        editor.focus();
        if (widget?.isInited() && editor.editable().contains(widget.wrapper)) widget.focus();
        else if (places) editor.getSelection().selectBookmarks(places);
      },
    });
  }

  function marker(number) {
    return `<sup class="citation"><a href="#reference-${number}">${number}</a></sup>`;
  }

  /* After what is selected: citing a passage keeps its words. */
  function standAfter(editor, places) {
    const selection = editor.getSelection();
    if (places?.length) selection.selectBookmarks(places);
    const range = selection.getRanges().at(-1);
    if (!range) return;
    range.collapse(false);
    range.select();
  }

  /* Whoever cited goes on writing behind the marker. */
  function goOnAfter(editor, widget) {
    if (!widget) return;
    const range = editor.createRange();
    range.setStartAfter(widget.wrapper);
    range.collapse(true);
    range.select();
  }

  /* The markers of a group: those with nothing but a comma between them. */
  function beside(editor, widget) {
    const found = [widget];
    for (const way of ["getPrevious", "getNext"]) {
      let node = widget.wrapper[way]();
      while (node) {
        if (node.type === CKEDITOR.NODE_TEXT) {
          if (/[^\s,\u200b]/.test(node.getText())) break;
        } else {
          const next = editor.widgets.getByElement(node, true);
          if (next?.name !== "citation") break;
          found[way === "getNext" ? "push" : "unshift"](next);
        }
        node = node[way]();
      }
    }
    return found;
  }

  function takeOut(editor, group) {
    const range = editor.createRange();
    range.setStartBefore(group[0].wrapper);
    range.collapse(true);
    const last = group.at(-1).wrapper;
    for (const { wrapper } of group) {
      let between = wrapper.getNext();
      while (!wrapper.equals(last) && between?.type === CKEDITOR.NODE_TEXT) {
        const next = between.getNext();
        between.remove();
        between = next;
      }
    }
    for (const widget of group) {
      const { wrapper } = widget;
      editor.widgets.destroy(widget, true);
      wrapper.remove();
    }
    range.select();
  }
})();
