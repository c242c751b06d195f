"""What schema.org says about types and properties, as far as our pages use it.

`schemaorg.json` beside this file holds the part that we use, so that the tests need nothing from
outside; where the whole vocabulary lies beside the checkout, a test compares the two, and
`python -m tests.vocabulary NAME…` adds types and properties to the extract.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
USED = HERE / "schemaorg.json"
WHOLE = HERE.parents[1] / "shared/corpora/schemaorg/schemaorg-all-https.jsonld"

Used = dict[str, dict[str, list[str]]]


def used() -> Used:
    """For each type its ancestors, for each property the types that it belongs to."""
    loaded: Used = json.loads(USED.read_text())
    return loaded


def complaints(value: Any, vocabulary: Used) -> Iterator[str]:
    """What in a graph is no type, or a property outside its type."""
    if isinstance(value, list):
        for item in value:
            yield from complaints(item, vocabulary)
    if not isinstance(value, dict):
        return
    kind = value.get("@type")
    if kind is not None:
        if kind not in vocabulary["types"]:
            yield f"{kind} is no type that we know"
            return
        family = {kind, *vocabulary["types"][kind]}
        for name in value:
            if not name.startswith("@") and not family & set(
                vocabulary["properties"].get(name, ())
            ):
                yield f"{name} does not belong to {kind}"
    for item in value.values():
        yield from complaints(item, vocabulary)


def from_whole(types: set[str], properties: set[str]) -> Used:
    """The same extract, made from the whole vocabulary."""
    graph = {node["@id"]: node for node in json.loads(WHOLE.read_text())["@graph"]}

    def names(node: dict[str, Any], key: str) -> list[str]:
        found = node.get(key, [])
        found = found if isinstance(found, list) else [found]
        return sorted(item["@id"].removeprefix("schema:") for item in found)

    def ancestors(kind: str) -> set[str]:
        node = graph.get(f"schema:{kind}", {})
        parents = {name for name in names(node, "rdfs:subClassOf") if ":" not in name}
        return parents.union(*(ancestors(parent) for parent in parents))

    return {
        "types": {kind: sorted(ancestors(kind)) for kind in sorted(types)},
        "properties": {
            name: names(graph.get(f"schema:{name}", {}), "schema:domainIncludes")
            for name in sorted(properties)
        },
    }


if __name__ == "__main__":  # python -m tests.vocabulary SearchAction target …
    import sys

    known = used()
    types = {name for name in sys.argv[1:] if name[0].isupper()}
    properties = set(sys.argv[1:]) - types
    extract = from_whole(types.union(known["types"]), properties.union(known["properties"]))
    USED.write_text(json.dumps(extract, indent=1) + "\n")
