"""What is said about a text at the desk."""
