"""Static files under names that change with their content, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    # Without it, a module's `import "./other.js"` would ask for an old address.
    support_js_module_import_aggregation = True
