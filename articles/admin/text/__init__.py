"""The text of an article while somebody writes it: its fields, and what is typed into them."""
