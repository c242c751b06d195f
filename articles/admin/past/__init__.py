"""What happened to an article, as the desk tells it."""
