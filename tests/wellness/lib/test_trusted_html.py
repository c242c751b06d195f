"""What is printed unescaped, and how data in a page cannot become markup."""

import json
import re

from wellness.lib.trusted_html import data_block, stored_body


def test_a_stored_body_is_printed_verbatim() -> None:
    assert stored_body("<p>a &amp; b</p>") == "<p>a &amp; b</p>"


def test_data_cannot_end_its_element_or_begin_a_comment() -> None:
    hostile = "</script><script>alert(1)</script><!-- & -->"
    block = data_block({"name": hostile})
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', block, re.S)
    assert inside is not None
    assert not re.search(r"[<>&]", inside[1])
    assert json.loads(inside[1]) == {"name": hostile}
