"""XML from a stranger is read once from its beginning, whatever stands in it."""

from __future__ import annotations

import pytest

from wellness.lib.safe_xml import BadXml, parsed


@pytest.mark.parametrize(
    "before",
    [
        "", "\n ", "\ufeff", '<?xml version="1.0"?>', " \n<?xml version='1.0' encoding='cp037'?>\n",
        '<?xml version="1.0" encoding="UTF-16" standalone="yes" ?>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_is_passed_over(before: str, encoding: str) -> None:
    if encoding == "utf-16":
        before = before.lstrip("\ufeff")
    assert parsed(f"{before}<x>é</x>".encode(encoding), at_most=9).text == "é"


@pytest.mark.parametrize(
    "text",
    [
        "<x/><?xml version='1.0'?>", "<x><?xml version='1.0'?></x>",
        "<!-- --><?xml version='1.0'?><x/>", "<?xml " + " " * 5000 + "?><x/>",
        "<?xml version='1.0'", "<?xml ?",
    ],
)  # fmt: skip
def test_a_declaration_elsewhere_or_without_end_is_none(text: str) -> None:
    with pytest.raises(BadXml, match="damaged"):
        parsed(text.encode(), at_most=9)


def test_much_white_space_is_looked_at_once() -> None:
    """Where a declaration is looked for from each place, this takes hours."""
    assert parsed(f"<x><!--{' ' * 2_000_000}-->y</x>".encode(), at_most=9).tag == "x"
    assert parsed(f"{' ' * 2_000_000}<x/>".encode(), at_most=9).tag == "x"


def test_beginnings_of_declarations_are_looked_at_once() -> None:
    assert parsed(f"<x><!--{'<?xml ' * 400_000}--></x>".encode(), at_most=9).tag == "x"
    with pytest.raises(BadXml, match="damaged"):
        parsed(b"<?xml " * 400_000, at_most=9)
