"""Articles that come in as Markdown files: the command ``import_articles`` calls ``run``.

The file is read and checked (``reading``), what it names is looked up or begun (``named``), and it
is compared with the desk and written (``bring``) through ``articles.actions``. An import is never
a way around the workflow: it has no role, approves nothing, and overwrites no work of people
(``desk_work``; see docs/adr/0045-an-import-is-no-author.md).
"""

from articles.importing.report import Kind, Outcome, Record, Tally
from articles.importing.running import run

__all__ = ["Kind", "Outcome", "Record", "Tally", "run"]
