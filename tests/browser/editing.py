"""The editor on a page, used as a writer uses it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from wellness.lib.rich_text import clean

READY = "window.CKEDITOR?.instances.id_body?.status === 'ready'"


class Editor:
    """Opens the page of one field, writes, presses buttons and reads what the server would keep."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.paper = page.frame_locator("iframe.cke_wysiwyg_frame")

    def open(self, body: str = "<p>One two three.</p>", **options: str) -> Editor:
        self.page.goto(f"/editor/?{urlencode({'body': body, **options})}")
        self.page.wait_for_function(READY)
        return self

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(
            f"(argument) => {{ const editor = CKEDITOR.instances.id_body; {script} }}", argument
        )

    def body(self) -> str:
        """What the server makes of the text as it would be sent now."""
        return clean(self.run("return editor.getData()"))

    def write(self, html: str) -> None:
        self.run("return new Promise((done) => editor.setData(argument, () => done()))", html)

    def select_all(self) -> None:
        self.paper.locator("body").click()
        self.page.keyboard.press("ControlOrMeta+a")

    def press(self, button: str) -> None:
        self.page.locator(f"a.cke_button__{button.lower()}").click()

    def expect_on(self, button: str) -> None:
        found = self.page.locator(f"a.cke_button__{button.lower()}")
        expect(found).to_have_class(re.compile("cke_button_on"))

    def dialog(self) -> Any:
        return self.page.locator(".cke_dialog:visible")

    def confirm(self) -> None:
        self.dialog().locator(".cke_dialog_ui_button_ok").click()
        expect(self.dialog()).to_have_count(0)
