"""The site: settings, addresses, site-wide pages and commands."""
