"""Portraits of the invented people, by the key in people.yaml."""

from wellness.sample.illustrations.portraits import authors, reviewers
from wellness.sample.illustrations.portraits.bust import Sitter

SITTERS: dict[str, Sitter] = {**authors.SITTERS, **reviewers.SITTERS}
