"""The read-only API: what is published, for programs. docs/api.md describes it."""
