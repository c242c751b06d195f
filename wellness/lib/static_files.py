"""How production names the files of `static/`."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Puts the digest of each file into its name, so that browsers may keep it for ever.

    Scripts import one another by such names too.
    """

    support_js_module_import_aggregation = True
