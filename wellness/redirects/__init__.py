"""Addresses of former days that editors send on: from another site, or another order of pages."""
