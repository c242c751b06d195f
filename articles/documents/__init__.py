"""Documents that writers bring: a Word document or a Markdown file becomes the text of an article.

``read`` makes a neutral value of a file (``kinds`` says what it is, ``word`` and ``markdown`` read
it), and ``begin`` and ``replace`` write it through ``articles.actions``, in the name of whoever
brought it (see docs/adr/0115-documents-that-writers-bring.md).
"""

from articles.documents.bring import begin, replace
from articles.documents.reader import read
from articles.documents.report import Line, Report, is_of_document
from articles.documents.value import Read, Refused

__all__ = ["Line", "Read", "Refused", "Report", "begin", "is_of_document", "read", "replace"]
