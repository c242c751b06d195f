"""What is going to happen and when, and work on several articles at once."""
