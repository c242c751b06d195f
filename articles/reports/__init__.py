"""What readers say is wrong with an article, and what editors make of it."""
