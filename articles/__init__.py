"""Articles: the text, its revisions, the checks on it, and the way to the reader."""
