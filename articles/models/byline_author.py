"""Authors, as far as articles have a say in what can become of them."""

from articles import seal
from authors.models import Author


class BylineAuthor(Author):
    """An author whose name stands over articles.

    It carries the triggers of ``articles`` on the table of authors, which knows no articles.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = seal.AUTHOR
