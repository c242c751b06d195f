"""What a revision cannot be: out of its order, in another form, or markup of nobody's making."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from pgtrigger import Before, Insert

from articles.content import SINCE, Content, CorrectionKind
from articles.seal.standing import in_
from articles.workflow import EDITABLE, OPENS_A_DRAFT
from authors.models.history import named
from wellness.lib.rich_text_features import MEDIA_URL, allowed_attributes, allowed_classes
from wellness.lib.triggers import RAISE, Seal, append_only, stamped

_NUMBERED = Seal(
    name="numbered_in_order",
    when=Before,
    operation=Insert,
    declare=[("state", "text")],
    func=f"""
        SELECT status INTO state FROM articles_article WHERE id = NEW.article_id FOR UPDATE;
        IF state IS NULL OR state NOT IN {in_(EDITABLE | OPENS_A_DRAFT)} THEN
            {RAISE} 'The text is frozen: there is nothing to revise now.';
        END IF;
        IF NEW.number <> 1 + coalesce(
            (SELECT max(number) FROM articles_revision WHERE article_id = NEW.article_id), 0
        ) THEN
            {RAISE} 'Revisions are numbered one after the other.';
        END IF;
        RETURN NEW;
    """,
)


# --- one content, one sequence of bytes -----------------------------------------------------------


def canonical(value: str, kind: Any) -> str:
    """SQL that writes a jsonb value again as ``Content.canonical`` writes a value of this kind.

    PostgreSQL and Python escape the same characters of a JSON text in the same way. A value of
    another kind comes out differently or as NULL: either way it is not equal to what was stored.

    Args:
        value: SQL for the jsonb value.
        kind: the type of the field in ``articles.content``.
    """
    if kind is str:
        return f"to_json({value} #>> '{{}}')::text"
    if kind is int:
        return f"CASE WHEN {value} #>> '{{}}' ~ '^[0-9]+$' THEN {value} #>> '{{}}' END"
    if isinstance(kind, UnionType):
        (inner,) = set(get_args(kind)) - {NoneType}
        return f"coalesce({canonical(value, inner)}, 'null')"
    if get_origin(kind) is tuple:
        items = f"CASE WHEN jsonb_typeof({value}) = 'array' THEN {value} ELSE '[]'::jsonb END"
        return (
            f"'[' || coalesce((SELECT string_agg({canonical('item.value', get_args(kind)[0])},"
            f" ',' ORDER BY item.ordinality) FROM jsonb_array_elements({items})"
            " WITH ORDINALITY AS item), '') || ']'"
        )
    assert is_dataclass(kind), kind
    kinds = get_type_hints(kind)
    return _object(
        {f.name: canonical(f"({value} -> '{f.name}')", kinds[f.name]) for f in fields(kind)}
    )


def _object(values: dict[str, str]) -> str:
    """SQL that writes an object, its keys sorted, from SQL that writes its values."""
    parts = [f"""'"{name}":' || {values[name]}""" for name in sorted(values)]
    return "'{' || " + " || ',' || ".join(parts) + " || '}'"


def content_again(value: str) -> str:
    """SQL that writes a whole content as ``Content.canonical`` does: in the first version of the
    shape that can say it."""
    kinds = get_type_hints(Content)
    values = {f.name: canonical(f"({value} -> '{f.name}')", kinds[f.name]) for f in fields(Content)}
    written = ""
    newer: frozenset[str] = frozenset()
    for number in sorted(SINCE, reverse=True):
        has = {name: sql for name, sql in values.items() if name not in newer}
        written_so = _object(has | {"schema": f"'{number}'"})
        if SINCE[number]:
            says = " OR ".join(
                f"coalesce({value} ->> '{name}', '') <> ''" for name in sorted(SINCE[number])
            )
            written += f"WHEN {says} THEN {written_so} "
        else:
            written += f"ELSE {written_so} "
        newer |= SINCE[number]
    return f"CASE {written}END"


# --- markup that a feature of the editor could have made ------------------------------------------

_TEXT: Final = "[^<>]"
_VALUE: Final = '[^"<>]*'
_STARTS: Final = {
    "href": "([hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:|/|#)",
    "src": MEDIA_URL,
}
"""How the address in an attribute begins, in words that every regular expression knows."""


def grammar() -> str:
    """A regular expression for every body that ``rich_text.clean`` can give.

    The other way round it is generous: nesting and the values of most attributes are not looked
    at. What it keeps out for certain is an element, an attribute or a scheme of an address that
    no feature of the editor has, which is all that could run in a reader's browser.
    """
    classes = allowed_classes()
    openings = []
    for tag, rules in sorted(allowed_attributes().items()):
        values = [f'{name}="{_STARTS.get(name, "")}{_VALUE}"' for name in sorted(rules)]
        if tag in classes:
            values.append(f'class="({"|".join(sorted(classes[tag]))})"')
        openings.append(f"{tag}( ({'|'.join(values)}))*" if values else tag)
    return f"^({_TEXT}|<({'|'.join(openings)})>|</({'|'.join(sorted(allowed_attributes()))})>)*$"


ADDRESS: Final = "^((https?|ftps?)://.*)?$"
"""The address of a reference as it may be printed in a link; empty where there is none."""

UNSEEN: Final = (
    "\\u200b\\u2060\\ufeff\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\U000e0000-\\U000e007f"
)
"""Characters by which a page shows other words than those that are stored, or hides some."""

_KINDS: Final = "(" + ", ".join(f"'{kind}'" for kind in CorrectionKind.values) + ")"

_AS_WRITTEN = Seal(
    name="written_as_the_program_writes",
    when=Before,
    operation=Insert,
    declare=[("parsed", "jsonb"), ("written_again", "text")],
    func=f"""
        parsed := NEW.content::jsonb;
        written_again := {content_again("parsed")};
        IF NEW.content IS DISTINCT FROM written_again THEN
            {RAISE} 'The content is not in its canonical form.';
        END IF;
        IF parsed -> 'correction' ->> 'kind' NOT IN {_KINDS}
           OR btrim(parsed -> 'correction' ->> 'text') = '' THEN
            {RAISE} 'A correction notice has a kind and a text.';
        END IF;
        IF NEW.content ~ '[{UNSEEN}]' THEN
            {RAISE} 'The content holds characters that nobody can see.';
        END IF;
        IF parsed ->> 'body' !~ '{grammar()}' THEN
            {RAISE} 'The body holds markup that no feature of the editor makes.';
        END IF;
        IF EXISTS (
            SELECT 1 FROM jsonb_array_elements(parsed -> 'references') AS source(row)
             WHERE source.row ->> 'url' !~ '{ADDRESS}'
        ) OR parsed -> 'hero' ->> 'src' !~* '^(https?:/)?/[^"<>]*$'
          OR position(parsed -> 'hero' ->> 'sha256' IN parsed -> 'hero' ->> 'src') = 0
          OR parsed -> 'hero' ->> 'sha256' !~ '^[0-9a-f]{{64}}$' THEN
            {RAISE} 'The content leads to an address that a page cannot print.';
        END IF;
        RETURN NEW;
    """,
)

REVISION = [
    *append_only("Revisions"),
    stamped("created_at"),
    named("created_by"),
    _NUMBERED,
    _AS_WRITTEN,
]
