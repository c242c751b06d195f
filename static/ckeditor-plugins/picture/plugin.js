/* A picture with its alternative text and caption:
 *
 *   <figure class="image"><img src alt width height><figcaption>…</figcaption></figure>
 *
 * Pictures are uploaded in the dialog, pasted or dropped, and come from this site only. Width and
 * height are the picture's own, so that the page keeps its place while it loads.
 */
(() => {
  "use strict";

  const TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];

  CKEDITOR.plugins.add("picture", {
    requires: "widget,dialog,uploadimage,desk",

    beforeInit(editor) {
      editor.config.uploadImage_supportedTypes = /^image\/(?:jpeg|png|webp|gif|avif)$/;
    },

    init(editor) {
      CKEDITOR.dialog.add("picture", dialog);
      refuseForeignPictures(editor);
      refusePicturesInsideOthers(editor);

      editor.widgets.add("picture", {
        pathName: "picture",
        dialog: "picture",
        requiredContent: "img[src,alt]",
        template:
          '<figure class="image"><img alt="" src=""><figcaption></figcaption></figure>',
        parts: { image: "img", caption: "figcaption" },
        editables: {
          caption: {
            selector: "figcaption",
            pathName: "caption",
            allowedContent: "strong em sub sup; a[!href]",
          },
        },
        upcast,
        downcast(figure) {
          const caption = figure.getFirst("figcaption");
          if (caption && CKEDITOR.plugins.desk.isEmpty(this.editables.caption)) caption.remove();
          else if (caption) delete caption.attributes["aria-label"];
        },
        init() {
          const image = this.parts.image;
          this.setData({
            src: image.data("cke-saved-src") || image.getAttribute("src") || "",
            alt: image.getAttribute("alt") || "",
            width: image.getAttribute("width") || "",
            height: image.getAttribute("height") || "",
          });
          this.editables.caption.setAttribute("aria-label", "Caption of the picture");
          CKEDITOR.plugins.desk.invite(this, "caption", "Caption");
        },
        data() {
          const { src, alt, width, height } = this.data;
          const image = this.parts.image;
          image.setAttributes({ src, alt, "data-cke-saved-src": src });
          for (const [name, value] of [["width", width], ["height", height]]) {
            if (value) image.setAttribute(name, value);
            else image.removeAttribute(name);
          }
          this.wrapper[alt ? "removeClass" : "addClass"]("cke_picture_undescribed");
        },
        getLabel() {
          return this.data.alt ? `Picture: ${this.data.alt}` : "Picture without alternative text";
        },
      });

      editor.ui.addButton("Picture", {
        label: "Picture",
        command: "picture",
        toolbar: "insert",
        icon: `${this.path}icons/picture.svg`,
      });
    },
  });

  /* Our own figures, and bare images; an image that is still being uploaded is not one yet. */
  function upcast(element) {
    if (element.name === "figure" && element.hasClass("image")) {
      const image = firstImage(element);
      if (!image || isUnderWay(image)) return false;
      if (!element.getFirst("figcaption")) {
        element.add(new CKEDITOR.htmlParser.element("figcaption"));
      }
      return element;
    }
    if (element.name !== "img" || isUnderWay(element) || element.getAscendant("figure")) {
      return false;
    }
    const figure = new CKEDITOR.htmlParser.element("figure", { class: "image" });
    element.replaceWith(figure);
    figure.add(element);
    figure.add(new CKEDITOR.htmlParser.element("figcaption"));
    return figure;
  }

  function firstImage(element) {
    let found = null;
    element.forEach((node) => {
      if (!found && node.name === "img") found = node;
    }, CKEDITOR.NODE_ELEMENT);
    return found;
  }

  function isUnderWay(image) {
    const { attributes } = image;
    return "data-cke-upload-id" in attributes || "data-cke-realelement" in attributes;
  }

  /* The server drops them as well; here the writer hears of it while the source is at hand. */
  function refuseForeignPictures(editor) {
    const { mediaUrl } = editor.config.wellness;
    editor.on("toHtml", (event) => {
      const foreign = [];
      event.data.dataValue.forEach((element) => {
        if (element.name !== "img" || isUnderWay(element)) return;
        delete element.attributes["data-widget"]; // nobody but an upload says what it is
        const src = element.attributes.src || "";
        if (!src.startsWith(mediaUrl)) foreign.push(element);
      }, CKEDITOR.NODE_ELEMENT);
      for (const image of foreign) {
        const figure = image.getAscendant("figure");
        if (figure && figure.hasClass("image")) figure.replaceWithChildren();
        image.remove();
      }
      if (foreign.length) {
        editor.showNotification(
          "A picture from another site was left out, because our pages load nothing from " +
            "elsewhere. Save it, check that we may use it, and upload it with the picture button.",
          "warning",
        );
      }
    }, null, null, 7);
  }

  /* A caption or quotation has no room for a picture, and a dropped one would vanish in silence. */
  function refusePicturesInsideOthers(editor) {
    editor.on("paste", (event) => {
      if (!event.data.dataTransfer.getFilesCount() || !editor.widgets.widgetHoldingFocusedEditable) {
        return;
      }
      event.cancel();
      editor.showNotification(
        "Pictures stand between paragraphs. Please put the cursor there and paste it again.",
        "warning",
      );
    }, null, null, 1);
  }

  function dialog(editor) {
    const { mediaUrl, maxBytes, maxBytesText } = editor.config.wellness;
    const id = CKEDITOR.tools.getNextId();
    const formats = `JPEG, PNG, WebP, GIF or AVIF, at most ${maxBytesText}.`;
    const say = (text) => {
      document.getElementById(`${id}-status`).textContent = text;
    };

    function choose(dialog, input) {
      const file = input.files[0];
      if (!file) return;
      if (!TYPES.includes(file.type)) {
        say("Please choose a picture in the format JPEG, PNG, WebP, GIF or AVIF.");
        return;
      }
      if (file.size > maxBytes) {
        say(`This file is larger than ${maxBytesText}. Please save the picture smaller.`);
        return;
      }
      const loader = editor.uploadRepository.create(file);
      say("Uploading…");
      loader.on("uploaded", () => {
        const { width, height } = loader.responseData;
        dialog.uploaded = { src: loader.url, width: String(width), height: String(height) };
        dialog.setValueOf("info", "src", loader.url);
        say("Uploaded. Now describe what the picture shows.");
        dialog.getContentElement("info", "alt").focus();
      });
      loader.on("error", () => say(loader.message));
      loader.upload(editor.config.imageUploadUrl);
    }

    return {
      title: "Picture",
      minWidth: 420,
      minHeight: 120,
      onLoad() {
        const input = document.getElementById(`${id}-file`);
        input.addEventListener("change", () => choose(this, input));
        if (input.files.length) choose(this, input); // chosen before the dialog was ready
        // An upload by the Enter key would send the admin's form.
        input.closest("form")?.addEventListener("submit", (event) => event.preventDefault());
      },
      onHide() {
        this.uploaded = null;
        document.getElementById(`${id}-file`).value = "";
        say(formats);
      },
      contents: [
        {
          id: "info",
          elements: [
            {
              type: "html",
              id: "file",
              focus() {
                document.getElementById(`${id}-file`).focus();
              },
              html:
                `<div class="cke_picture_upload"><label for="${id}-file">Upload from your ` +
                `computer</label><input id="${id}-file" type="file" accept="${TYPES.join()}" ` +
                `aria-describedby="${id}-status"><div id="${id}-status" role="status">${formats}</div></div>`,
            },
            {
              type: "text",
              id: "src",
              label: `Address (filled in by the upload; starts with ${mediaUrl})`,
              validate() {
                if (this.getValue().trim().startsWith(mediaUrl)) return true;
                return `Please upload a picture, or give the address of one under ${mediaUrl}.`;
              },
              setup(widget) {
                this.setValue(widget.data.src);
              },
              commit(widget) {
                const src = this.getValue().trim();
                const { uploaded } = this.getDialog();
                if (uploaded && uploaded.src === src) widget.setData(uploaded);
                else if (src !== widget.data.src) widget.setData({ src, width: "", height: "" });
                measure(widget);
              },
            },
            {
              type: "text",
              id: "alt",
              label: "Alternative text: what the picture shows, for people who can’t see it",
              validate() {
                const decorative = this.getDialog().getValueOf("info", "decorative");
                if (this.getValue().trim() || decorative) return true;
                return "Please describe the picture, or say that it is only decorative.";
              },
              setup(widget) {
                this.setValue(widget.data.alt);
              },
              commit(widget) {
                const decorative = this.getDialog().getValueOf("info", "decorative");
                widget.setData("alt", decorative ? "" : this.getValue().trim());
              },
            },
            {
              type: "checkbox",
              id: "decorative",
              label: "The picture is only decorative: it says nothing that the text doesn’t say",
              setup(widget) {
                this.setValue(Boolean(widget.data.src) && !widget.data.alt);
              },
            },
          ],
        },
      ],
    };
  }

  /* A picture named by its address says its size itself, as soon as it has been loaded. */
  function measure(widget) {
    const { src, width } = widget.data;
    if (width || !src) return;
    const image = new Image();
    image.addEventListener("load", () => {
      if (widget.isInited() && widget.data.src === src) {
        widget.setData({ width: String(image.naturalWidth), height: String(image.naturalHeight) });
        widget.editor.fire("change");
      }
    });
    image.src = src;
  }
})();
