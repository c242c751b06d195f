/* What our other plug-ins share, and the editor's own dialogs cut down to what a body may contain.
 *
 * - pictures are uploaded with Django's CSRF token, and a refusal is told in the server's words;
 * - the link dialog offers web and mail addresses and paths of this site, nothing else;
 * - a numbered list counts by numbers, letters or Roman numerals, and bullets have one look;
 * - headings of levels that a body doesn't have become the nearest that it has;
 * - a new table has a header row, since a table without one cannot be read aloud;
 * - CKEDITOR.plugins.desk.invite(widget, name, text) writes an invitation into an empty part.
 */
(() => {
  "use strict";

  CKEDITOR.plugins.add("desk", {
    requires: "dialog,filetools",

    onLoad() {
      CKEDITOR.on("dialogDefinition", (event) => {
        if (!event.editor.config.wellness) return;
        const { name, definition } = event.data;
        if (name === "link") trimLinkDialog(definition);
        if (name === "numberedListStyle") trimListDialog(definition);
        if (name === "table" || name === "tableProperties") trimTableDialog(definition, name);
      });
    },

    init(editor) {
      sendUploadsAsDjangoExpects(editor);
      keepHeadings(editor);
      leaveBulletsAlone(editor);
    },
  });

  CKEDITOR.plugins.desk = { invite, isEmpty };

  function trimLinkDialog(definition) {
    const info = definition.getContents("info");
    const type = info.get("linkType");
    type.items = type.items.filter(([, value]) => value === "url" || value === "email");
    const protocol = info.get("protocol");
    protocol.label = "Starts with";
    protocol.items = [
      ["https://", "https://"],
      ["http://", "http://"],
      ["/ or # (this site)", ""],
    ];
  }

  /* The editor's own writes a style, which no body may have. */
  function trimListDialog(definition) {
    const type = definition.getContents("info").elements[0].children.find(({ id }) => id === "type");
    type.items = [
      ["1, 2, 3", ""],
      ["a, b, c", "a"],
      ["A, B, C", "A"],
      ["i, ii, iii", "i"],
      ["I, II, III", "I"],
    ];
    type.setup = function (list) {
      this.setValue(list.getAttribute("type") || "");
    };
    type.commit = function (list) {
      const value = this.getValue();
      if (value) list.setAttribute("type", value);
      else list.removeAttribute("type");
    };
  }

  function leaveBulletsAlone(editor) {
    editor.on("pluginsLoaded", () => {
      editor.getCommand("bulletedListStyle").startDisabled = true;
    });
  }

  function trimTableDialog(definition, name) {
    const info = definition.getContents("info");
    info.remove("txtSummary");
    const headers = info.get("selHeaders");
    if (headers && name === "table") headers.default = "row";
    definition.removeContents("advanced");
  }

  /* Headings of other levels become ours, as on the server, before the filter makes them text. */
  function keepHeadings(editor) {
    const levels = { h1: "h2", h5: "h4", h6: "h4" };
    editor.on("toHtml", (event) => {
      event.data.dataValue.forEach((element) => {
        if (element.name in levels) element.name = levels[element.name];
      }, CKEDITOR.NODE_ELEMENT);
    }, null, null, 5.5);
  }

  function sendUploadsAsDjangoExpects(editor) {
    editor.on("fileUploadRequest", (event) => {
      const { xhr, file, fileName } = event.data.fileLoader;
      const form = new FormData();
      form.append("upload", file, fileName);
      const token = csrfToken(editor);
      if (token) xhr.setRequestHeader("X-CSRFToken", token);
      xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      xhr.send(form);
      // The editor's own listener would send a second time, with a cookie that nobody asked for.
      event.stop();
    }, null, null, 10);

    editor.uploadRepository.on("instanceCreated", (event) => {
      const loader = event.data;
      loader.on("error", () => {
        const said = sentence(loader.xhr);
        if (said) loader.message = said;
      }, null, null, 1);
    });
  }

  function csrfToken(editor) {
    const field = (editor.element.$.form || document).querySelector("[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  function sentence(xhr) {
    try {
      return JSON.parse(xhr.responseText).error.message;
    } catch {
      return "";
    }
  }

  function isEmpty(editable) {
    return !editable || !editable.getText().replace(/[\s\u200b\u00a0]/g, "");
  }

  /* The attribute begins with data-cke-, so it never reaches the text that is saved. */
  function invite(widget, name, text) {
    const editable = widget.editables[name];
    if (!editable) return;
    editable.setAttribute("data-cke-invitation", text);
    const update = () => {
      const part = widget.editables[name];
      if (part) part[isEmpty(part) ? "addClass" : "removeClass"]("cke_invites");
    };
    const listener = widget.editor.on("change", update);
    widget.on("destroy", () => listener.removeListener());
    update();
  }
})();
