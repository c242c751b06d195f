"""Which files an import is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.importing.facts import Problem
from wellness.lib.front_matter import MAX_FILE_BYTES
from wellness.lib.text import human_bytes, one_line


@dataclass(frozen=True)
class Source:
    """A file that was handed in.

    Attributes:
        root: the folder whose pictures the file may use: the one that was named, or its own.
    """

    path: Path
    root: Path

    @property
    def shown(self) -> str:
        """The path as it was given, printable whatever bytes the name has."""
        return shown(self.path)

    @property
    def short_name(self) -> str:
        """Folder and file, as the history names it; where the folder lies is nobody's business."""
        return one_line(f"{self.path.resolve().parent.name}/{self.path.name}")


class Unreadable(Exception):
    """A path that leads to no article; the message is the sentence."""

    def __init__(self, path: Path, sentence: str) -> None:
        self.path = path
        super().__init__(sentence)

    @property
    def problem(self) -> Problem:
        return Problem(1, "", str(self))


def shown(path: Path) -> str:
    return one_line(str(path))


def sources(paths: Sequence[Path]) -> Iterator[Source | Unreadable]:
    """The files that the paths stand for, each once: folders give their .md files by name."""
    seen: set[Path] = set()
    for path in paths:
        for found in _under(path):
            if isinstance(found, Unreadable):
                yield found
            elif (real := found.path.resolve()) not in seen:
                seen.add(real)
                yield found


def _under(path: Path) -> Iterator[Source | Unreadable]:
    try:
        if path.is_dir():
            inside = sorted(
                file
                for file in path.iterdir()
                if file.suffix.lower() == ".md" and not file.name.startswith(".")
            )
            if not inside:
                yield Unreadable(path, "There is no Markdown file (.md) in this folder.")
            yield from (Source(file, path) for file in inside)
        elif path.is_file():
            yield Source(path, path.parent)
        elif path.exists():
            yield Unreadable(path, "This is neither a file nor a folder.")
        else:
            yield Unreadable(path, "There is nothing at this path.")
    except OSError as error:
        yield Unreadable(path, f"This cannot be read: {error.strerror}.")


def content(source: Source) -> bytes:
    """The bytes of the file.

    Raises:
        Unreadable: it is too large, or the system refuses it.
    """
    try:
        size = source.path.stat().st_size
        if size > MAX_FILE_BYTES:  # asked before reading, so that no file fills the memory
            raise Unreadable(
                source.path,
                f"The file is {human_bytes(size)} large, and an article in Markdown may have "
                f"{human_bytes(MAX_FILE_BYTES)} at most: split it into several articles.",
            )
        return source.path.read_bytes()
    except OSError as error:
        raise Unreadable(source.path, f"This cannot be read: {error.strerror}.") from error
