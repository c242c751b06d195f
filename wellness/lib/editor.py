"""The writing surface: CKEditor 4 by django-ckeditor, set up from the table of features.

This is the only module that knows which editor it is. The editor is an input device and never a
guard: what it sends is cleaned by `rich_text.clean` like everything else, and what it is given to
edit was cleaned before, so that no text can attack the person who opens it (see
docs/adr/0010-ckeditor-4-is-an-input-device.md).
"""

from __future__ import annotations

from typing import Any, Final

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.forms.widgets import Media
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazystr

from wellness.lib import rich_text
from wellness.lib.images import MAX_BYTES
from wellness.lib.rich_text_features import FEATURES, MEDIA_URL, TOOLBAR_GROUPS, Feature
from wellness.lib.text import human_bytes

UPLOAD_VIEW: Final = "admin:articles_image_upload"
"""Receives a picture as `upload` by POST, and answers in JSON with `uploaded`, `url`, `width` and
`height`, or with `uploaded: 0` and `error.message`, whatever the status."""

# What the editor itself consists of. Nothing loads that is neither here nor in the table.
_CORE: Final = (
    "a11yhelp", "autogrow", "button", "clipboard", "desk", "dialog", "dialogui",
    "elementspath", "enterkey", "entities", "floatingspace", "htmlwriter", "magicline",
    "notification", "resize", "selectall", "showborders", "tab", "toolbar", "undo", "wysiwygarea",
)  # fmt: skip

OWN_PLUGINS: Final = ("citation", "desk", "pasted", "picture", "quotation")
"""Our plug-ins, in static/ckeditor-plugins/."""

NEVER: Final = (
    "about", "codesnippet", "codesnippetgeshi", "devtools", "div", "divarea", "docprops",
    "embed", "embedbase", "embedsemantic", "autoembed", "exportpdf", "flash", "forms", "iframe",
    "iframedialog", "image", "image2", "mathjax", "newpage", "placeholder", "preview", "print",
    "save", "scayt", "smiley", "sourcedialog", "stylescombo", "stylesheetparser", "templates",
    "wsc",
)  # fmt: skip
"""Plug-ins that stay out even if another one asks for them: those that security advisories name
(full page, code snippet, preview, frames and embedding), those that talk to other servers (spelling
and PDF services), and those that make what no body may contain."""

_SPECIAL_CHARACTERS: Final[tuple[tuple[str, str], ...]] = (
    ("&nbsp;", "No-break space"), ("&#8239;", "Narrow no-break space"), ("–", "En dash"),
    ("—", "Em dash"), ("…", "Ellipsis"), ("“", "Opening quotation mark"),
    ("”", "Closing quotation mark"), ("‘", "Opening single quotation mark"),
    ("’", "Closing single quotation mark, apostrophe"), ("½", "One half"), ("⅓", "One third"),
    ("¼", "One quarter"), ("¾", "Three quarters"), ("×", "Multiplication sign"),
    ("−", "Minus sign"), ("±", "Plus or minus"), ("≈", "Almost equal"), ("≠", "Not equal"),
    ("≤", "Less than or equal"), ("≥", "Greater than or equal"), ("°", "Degree"),
    ("µ", "Micro"), ("α", "Alpha"), ("β", "Beta"), ("γ", "Gamma"), ("δ", "Delta"),
    ("ω", "Omega"), ("‰", "Per mille"), ("→", "Arrow to the right"), ("†", "Dagger"),
    ("©", "Copyright"), ("®", "Registered trademark"), ("™", "Trademark"), ("€", "Euro"),
    ("£", "Pound sterling"), ("§", "Section"),
)  # fmt: skip


def _features(editors: bool) -> list[Feature]:
    return [feature for feature in FEATURES if editors or not feature.editors_only]


def toolbar(editors: bool) -> list[dict[str, Any]]:
    """The toolbar, group by group, in CKEditor's notation."""
    groups = []
    for name in TOOLBAR_GROUPS:
        features = [feature for feature in _features(editors) if feature.group == name]
        buttons = [button for feature in features for button in feature.buttons]
        if buttons:
            groups.append({"name": name, "items": buttons})
    return groups


def plugins(editors: bool) -> list[str]:
    """Every plug-in that the editor may load, besides those that these depend on."""
    named = {plugin for feature in _features(editors) for plugin in feature.plugins}
    return sorted({*named, *_CORE} - set(OWN_PLUGINS)) + list(OWN_PLUGINS)


def allowed_content() -> str:
    """The editor's own filter, from the same table as the server's.

    Attributes that the server computes are left out: a writer's would be overwritten anyway.
    """
    rules: dict[str, None] = {}
    for feature in FEATURES:
        for tag in feature.tags:
            attributes = ",".join(
                ("!" if attribute.required else "") + attribute.name
                for attribute in tag.attributes
                if not attribute.computed
            )
            rule = tag.name + (f"[{attributes}]" if attributes else "")
            rules[rule + (f"(!{tag.css_class})" if tag.css_class else "")] = None
    return "; ".join(rules)


def config(*, editors: bool) -> dict[str, Any]:
    """CKEditor's settings for writers, or for editors, who also see the HTML source.

    Addresses are resolved when the page is written, as they are not known when this is read.
    """
    return {
        "toolbar": toolbar(editors),
        "plugins": ",".join(name for name in plugins(editors) if name not in OWN_PLUGINS),
        "extraPlugins": ",".join(OWN_PLUGINS),
        "removePlugins": ",".join(NEVER),
        "allowedContent": allowed_content(),
        # How the editor recognises a picture while it is being uploaded; never saved.
        "extraAllowedContent": "img[data-widget,data-cke-upload-id]",
        "format_tags": "p;h2;h3;h4",
        # The editor asks for nothing but its own files: no settings, styles or templates of the
        # package, no question whether there is a newer version, no spelling service.
        "customConfig": "",
        "stylesSet": False,
        "versionCheck": False,
        "disableNativeSpellChecker": False,
        "contentsCss": lazystr(_Static("css/editor.css")),
        "bodyClass": "editor",
        "language": "en",
        "defaultLanguage": "en",
        "skin": "moono-lisa",
        "width": "100%",
        "height": 480,
        "autoGrow_minHeight": 480,
        "autoGrow_maxHeight": 900,
        "autoGrow_onStartup": True,
        "resize_enabled": False,
        "removeDialogTabs": "link:advanced;link:target;link:upload",
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "linkDefaultProtocol": "https://",
        # Characters stay what they are; the server reads UTF-8.
        "basicEntities": True,
        "entities": False,
        "entities_greek": False,
        "entities_latin": False,
        "specialChars": [list(character) for character in _SPECIAL_CHARACTERS],
        "clipboard_handleImages": False,  # uploads take them
        "imageUploadUrl": reverse_lazy(UPLOAD_VIEW),
        "wellness": {
            "mediaUrl": MEDIA_URL,
            "maxBytes": MAX_BYTES,
            "maxBytesText": human_bytes(MAX_BYTES),
        },
    }


class _Static:
    """The address of a static file, looked up when it is written into a page: all of it, or
    its folder (part 0) or its name (part 1)."""

    def __init__(self, path: str, part: int | None = None) -> None:
        self.path = path
        self.part = part

    def __str__(self) -> str:
        address = static(self.path)
        if self.part is None:
            return address
        folder, slash, name = address.rpartition("/")
        return (folder + slash, name)[self.part]


CKEDITOR_CONFIGS: Final[dict[str, dict[str, Any]]] = {
    "writer": config(editors=False),
    "editor": config(editors=True),
}
"""The two kinds of editor by name."""


class RichTextWidget(CKEditorWidget):
    """The field in which a body is written.

    Args:
        editors: show the HTML source button, for people with the role Editor.
        label: what screen readers call the field.
    """

    def __init__(
        self,
        *,
        editors: bool = False,
        label: str = "Text of the article",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        # Not CKEditorWidget's own, which reads settings that this module is here to replace.
        forms.Textarea.__init__(self, attrs)
        self.template_name = "wellness/rich_text_widget.html"
        self.config_name = "editor" if editors else "writer"
        self.config = {**CKEDITOR_CONFIGS[self.config_name], "title": label}
        self.external_plugin_resources = [
            # In production the file's name holds a hash of its content, so a new one is fetched.
            (name, lazystr(_Static(file, 0)), lazystr(_Static(file, 1)))
            for name, file in ((name, f"ckeditor-plugins/{name}/plugin.js") for name in OWN_PLUGINS)
        ]

    @property
    def media(self) -> Media:
        own = Media(css={"all": ["css/editor-chrome.css"]})
        media: Media = super().media + own
        return media

    def format_value(self, value: Any) -> str | None:
        """The text to edit, cleaned: an editor with known flaws is given nothing hostile."""
        return rich_text.clean(str(value)) if value else None

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the browser would check the field behind the editor, find it empty until the form
        is sent, and refuse to send it without showing why. The form says it instead."""
        return False

    def _set_config(self) -> None:
        """The language is the one of our plug-ins, not of the page; nothing else varies."""
