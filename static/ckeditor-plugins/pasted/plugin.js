/* What was copied in Word, Google Docs, LibreOffice or on a page, made fit for an article.
 *
 * CKEditor's own plug-ins know what those programs write: lists that are paragraphs, bold that is a
 * style. What is left over is put right here, before the editor's filter sees it:
 *
 * - headings begin at the second level, or under the heading before the cursor, and leave none out;
 * - marks of notes are raised numbers and no links, since what they led to is not in this text;
 * - links that no article may have leave their words, and that is said once;
 * - code and other text that was set line by line keeps its lines;
 * - spaces that were there to push words about become one space; nothing empty comes along;
 * - a list that counts by letters or Roman numerals goes on doing so;
 * - a table whose first row is bold has a head;
 * - pictures that lie elsewhere stay there, and that is said once. Pictures that are in the copied
 *   text itself are uploaded by the editor like any other.
 *
 * What was copied in this editor stays as it is. The server cleans everything in any case.
 */
(() => {
  "use strict";

  const NOTE = /^#(?:_(?:ftn|edn|msocom)|sd(?:foot|end)note|ftnt)/i;
  const NOTE_ITSELF = /^#(?:_(?:ftn|edn)ref|sd(?:foot|end)note\d*anc|ftnt_ref)/i;
  const OURS = /^#(?:section-|reference-)/;
  const COUNTS = /list-style(?:-type)?:\s*((?:lower|upper)-(?:alpha|latin|roman))/i;
  const LETTERED = {
    "lower-alpha": "a", "lower-latin": "a", "lower-roman": "i",
    "upper-alpha": "A", "upper-latin": "A", "upper-roman": "I",
  };
  const ADDRESS = /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i;
  const KEEPS = new Set(["img", "hr", "br", "input"]);
  const CELLS = new Set(["td", "th"]);
  const WHOLE = new Set(["ul", "ol", "table", "hr", "figure", "blockquote"]);
  const BLOCKS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "div"]);

  CKEDITOR.plugins.add("pasted", {
    requires: "clipboard,pastetools",

    init(editor) {
      // After the programs' own filters (3 and later), before what is left is filtered and put in.
      editor.on("paste", (event) => {
        const { data } = event;
        if (!data.dataValue || data.dataTransfer.getTransferType(editor) !== 3) return;
        if (!/<[a-z]/i.test(data.dataValue)) return;
        const root = CKEDITOR.htmlParser.fragment.fromHtml(data.dataValue);
        const said = [notes(root), links(root), pictures(root, editor)].filter(Boolean);
        headings(root, headingBefore(editor));
        lines(root);
        spaces(root);
        heads(root);
        counting(root);
        empty(root);
        const writer = new CKEDITOR.htmlParser.basicWriter();
        root.writeHtml(writer);
        data.dataValue = writer.getHtml();
        for (const sentence of said) editor.showNotification(sentence, "warning");
      }, null, null, 9);
    },
  });

  function all(root, name) {
    const found = [];
    root.forEach((node) => {
      if (name === "*" || node.name === name) found.push(node);
    }, CKEDITOR.NODE_ELEMENT);
    return found;
  }

  function text(node) {
    if (node.type === CKEDITOR.NODE_TEXT) return CKEDITOR.tools.htmlDecode(node.value);
    return (node.children || []).map(text).join("");
  }

  function nextElement(node) {
    let next = node.next;
    while (next && next.type !== CKEDITOR.NODE_ELEMENT) next = next.next;
    return next;
  }

  /* Marks of notes, and other links within the document that this text was part of. */
  function notes(root) {
    let found = 0;
    for (const line of all(root, "hr")) {
      const next = nextElement(line);
      const first = next && all(next, "a")[0];
      if (first && NOTE_ITSELF.test(first.attributes.href || "")) line.remove();
    }
    for (const link of all(root, "a")) {
      const href = link.attributes.href || "";
      if (href && (!href.startsWith("#") || OURS.test(href))) continue;
      if (!NOTE.test(href)) {
        link.replaceWithChildren();
      } else if (NOTE_ITSELF.test(href) || all(link, "sup").length || link.getAscendant("sup")) {
        found += 1;
        link.replaceWithChildren();
      } else {
        found += 1;
        link.name = "sup";
        link.attributes = {};
      }
    }
    return found
      ? "Notes came along as text: enter them as references below, and cite them with the " +
          "Citation button. Uploading the whole document does that by itself."
      : "";
  }

  function links(root) {
    let lost = 0;
    for (const link of all(root, "a")) {
      const href = (link.attributes.href || "").trim();
      if (!href || ADDRESS.test(href)) continue;
      link.replaceWithChildren();
      lost += 1;
    }
    return lost
      ? `The target of ${lost === 1 ? "a link" : `${lost} links`} did not come along: only web and ` +
          "mail addresses can be links. The words stayed."
      : "";
  }

  function lines(root) {
    for (const block of all(root, "pre")) {
      block.name = "p";
      const texts = [];
      block.forEach((node) => {
        texts.push(node);
      }, CKEDITOR.NODE_TEXT);
      for (const node of texts) {
        const [first, ...others] = node.value.split("\n");
        node.value = first;
        let last = node;
        for (const line of others) {
          for (const next of [new CKEDITOR.htmlParser.element("br"), new CKEDITOR.htmlParser.text(line)]) {
            next.insertAfter(last);
            last = next;
          }
        }
      }
    }
  }

  function pictures(root, editor) {
    const { mediaUrl } = editor.config.wellness;
    let lost = 0;
    for (const image of all(root, "img")) {
      const src = image.attributes.src || "";
      if (src.startsWith(mediaUrl) || /^(?:data|blob):/.test(src)) continue;
      if ("data-cke-upload-id" in image.attributes) continue;
      image.remove();
      lost += 1;
    }
    return lost
      ? `${lost === 1 ? "A picture" : `${lost} pictures`} did not come along: copied text only ` +
          "says where they lie. Save them, check that we may use them, and put them in with the " +
          "Picture button."
      : "";
  }

  /* The level of the last heading before the cursor; 1, that of the title, where there is none. */
  function headingBefore(editor) {
    const range = editor.getSelection()?.getRanges()[0];
    if (!range) return 1;
    const start = range.startContainer.$;
    let level = 1;
    for (const heading of editor.editable().find("h2, h3, h4").toArray()) {
      const follows = heading.$.compareDocumentPosition(start) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (follows && !heading.$.contains(start)) level = Number(heading.getName()[1]);
    }
    return level;
  }

  function headings(root, before) {
    const found = all(root, "*").filter((element) => /^h[1-6]$/.test(element.name));
    if (!found.length) return;
    const rank = (element) => Number(element.name[1]);
    const highest = Math.min(...found.map(rank));
    // A part of a document that has no heading of the first level may belong under another one.
    const first = highest === 1 ? 2 : Math.min(highest, before + 1);
    const above = [];
    for (const heading of found) {
      const level = rank(heading);
      while (above.length && above[above.length - 1] >= level) above.pop();
      above.push(level);
      heading.name = `h${Math.min(first + above.length - 1, 4)}`;
    }
  }

  /* No-break spaces stay beside a figure (500 mg), where somebody meant them. */
  function spaces(root) {
    root.forEach((node) => {
      node.value = node.value
        .replace(/&nbsp;|&#160;|&#xa0;/gi, "\u00a0")
        .replace(/[ \u00a0\t\r\n]{2,}/g, " ")
        .replace(/(^|[^\d])\u00a0(?!\d)/g, "$1 ");
    }, CKEDITOR.NODE_TEXT);
  }

  /* Programs write it as a style of the list or of its items, which no body may have. */
  function counting(root) {
    for (const list of all(root, "ol")) {
      const item = list.children.find(({ name }) => name === "li");
      const said = [list, item].map((element) => COUNTS.exec(element?.attributes.style || ""));
      const found = said.find(Boolean);
      if (found) list.attributes.type = LETTERED[found[1].toLowerCase()];
    }
  }

  function heads(root) {
    for (const table of all(root, "table")) {
      if (table.getAscendant("table") || all(table, "th").length) continue;
      const rows = all(table, "tr");
      const cells = rows[0] ? rows[0].children.filter((child) => CELLS.has(child.name)) : [];
      if (rows.length < 2 || !cells.length || !cells.every(isBold)) continue;
      for (const cell of cells) {
        cell.name = "th";
        for (const bold of all(cell, "*").filter(isStrong)) bold.replaceWithChildren();
      }
    }
  }

  function isStrong(element) {
    if (element.name === "strong" || element.name === "b") return true;
    return /font-weight:\s*(?:bold|[6-9]00)/i.test(element.attributes?.style || "");
  }

  function isBold(cell) {
    const words = text(cell).trim();
    const bold = all(cell, "*").filter((e) => isStrong(e) && !e.getAscendant(isStrong));
    return words !== "" && bold.map(text).join("").trim() === words;
  }

  function empty(root) {
    const blocks = all(root, "*").filter((element) => BLOCKS.has(element.name));
    if (blocks.every(isEmpty) && !text(root).trim()) return; // nothing else was copied
    for (const block of blocks) {
      if (isEmpty(block) && !CELLS.has(block.parent?.name)) block.remove();
    }
    for (const line of all(root, "br").filter(isBetweenBlocks)) line.remove();
  }

  /* A new line that begins or ends nothing: programs put one between two blocks. */
  function isBetweenBlocks(line) {
    const isEdge = (node) => !node || BLOCKS.has(node.name) || WHOLE.has(node.name);
    const beside = (node, way) => {
      let next = node[way];
      while (next && (next.name === "br" || isBlank(next))) next = next[way];
      return next;
    };
    return isEdge(beside(line, "previous")) && isEdge(beside(line, "next"));
  }

  function isBlank(node) {
    return node.type === CKEDITOR.NODE_TEXT && !text(node).trim();
  }

  function isEmpty(block) {
    const shows = all(block, "*").some((e) => KEEPS.has(e.name) && e.name !== "br");
    return !shows && !text(block).replace(/[\s\u00a0\u200b]/g, "");
  }
})();
