"""Two people at one article: how their changes become one text."""
