"""What waits for the person who logged in, and what they are told."""
