"""From what a writer has in hand to the references of an article, and the numbers that cite them.

What is pasted is recognised (`identify`), read (`ris`, `bibtex`, `nbib`) or looked up (`lookup`),
compared with what the article has already (`same`), and handed to the writer to correct (`taking`).
`order` says which number each reference gets. Nothing here writes: a reference becomes part of a
text when its writer saves it.
"""
