"""Checks before hand-in: what a machine sees in a text, said while there is time to change it."""
