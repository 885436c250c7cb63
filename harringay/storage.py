"""Static files under names that change with their content, compressed once."""

import logging

from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger(__name__)


class StaticStorage(CompressedManifestStaticFilesStorage):
    # Without it, a module's `import "./other.js"` would ask for an old address.
    support_js_module_import_aggregation = True

    # A page without its picture is better than no page, and the page for errors must not fail
    # because the manifest is what is missing. Strict or not, collectstatic still refuses.
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name under which `name` is served; its own where nothing is collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:  # not strict, Django still wants the file itself
            log.warning("%s has not been collected.", name)
            return name
