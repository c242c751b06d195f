"""The page of whoever reviews."""
