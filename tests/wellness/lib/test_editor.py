"""The editor's settings follow the table. The editor itself: tests/browser/test_editor.py."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from wellness.lib import editor
from wellness.lib.rich_text_features import FEATURES, MEDIA_URL, TOOLBAR_GROUPS


def configuration(rendered: str) -> Any:
    found = re.search(r'data-config="([^"]*)"', rendered)
    assert found
    return json.loads(html.unescape(found[1]))


def test_the_toolbar_shows_every_button_of_the_table_once() -> None:
    shown = [button for group in editor.toolbar(editors=True) for button in group["items"]]
    assert sorted(shown) == sorted(button for feature in FEATURES for button in feature.buttons)
    assert {feature.group for feature in FEATURES} == set(TOOLBAR_GROUPS)


def test_writers_have_everything_but_the_source() -> None:
    buttons = [b for group in editor.toolbar(editors=False) for b in group["items"]]
    assert "Source" not in buttons
    assert "sourcearea" not in editor.plugins(editors=False)
    assert "sourcearea" in editor.plugins(editors=True)


def test_what_is_named_in_advisories_is_never_loaded() -> None:
    named = {"docprops", "preview", "codesnippet", "codesnippetgeshi", "iframe", "iframedialog"}
    named |= {"embed", "embedbase", "embedsemantic", "flash", "forms", "exportpdf", "scayt", "wsc"}
    assert named <= set(editor.NEVER)
    assert set(editor.NEVER).isdisjoint(editor.plugins(editors=True))


def test_the_editors_filter_is_the_tables() -> None:
    rules = editor.allowed_content().split("; ")
    assert "strong" in rules
    assert "a[!href]" in rules
    assert "img[!src,alt,width,height]" in rules
    assert "figure(!quotation)" in rules
    assert "h2" in rules  # the server alone writes its id
    assert not [rule for rule in rules if "style" in rule or "{" in rule or "script" in rule]


@pytest.mark.parametrize("name", editor.OWN_PLUGINS)
def test_our_plugins_are_where_the_editor_looks_for_them(name: str) -> None:
    file = finders.find(f"ckeditor-plugins/{name}/plugin.js")
    assert file
    script = Path(str(file)).read_text()
    assert f'CKEDITOR.plugins.add("{name}"' in script
    for icon in re.findall(r"icons/[\w.]+", script):
        assert finders.find(f"ckeditor-plugins/{name}/{icon}")


def test_the_field_carries_its_settings_and_its_name() -> None:
    rendered = editor.RichTextWidget(label="Body").render("body", "<p>x</p>", {"id": "id_body"})
    settings_of_field = configuration(rendered)
    assert settings_of_field["title"] == "Body"
    assert settings_of_field["versionCheck"] is False
    assert settings_of_field["imageUploadUrl"] == reverse(editor.UPLOAD_VIEW)
    assert settings_of_field["contentsCss"] == "/static/css/editor.css"
    assert "style=" not in rendered
    assert settings_of_field["wellness"]["mediaUrl"] == settings.MEDIA_URL == MEDIA_URL


def test_the_editor_is_given_clean_text_only() -> None:
    widget = editor.RichTextWidget(editors=True)
    rendered = widget.render("body", "<p onclick=x>Kept</p><script>x</script>", {"id": "id_body"})
    assert "&lt;p&gt;Kept&lt;/p&gt;</textarea>" in rendered
    assert "script" not in rendered.partition("data-type")[2]
    assert widget.format_value(None) is None


def test_the_field_brings_its_own_files_only() -> None:
    media = str(editor.RichTextWidget().media)
    assert "css/editor-chrome.css" in media
    assert "//" not in media.replace("</", "")


def test_the_browser_does_not_check_the_field_behind_the_editor() -> None:
    assert editor.RichTextWidget().use_required_attribute("") is False
