"""The page of one article: where it stands, and the steps that can be taken from it."""
