"""Announcements and calls to action, shown beside articles and labelled as promotion."""
