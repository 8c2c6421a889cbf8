"""Static files: hashed names, compressed once, imports between script modules rewritten too."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    # Without this, ``import ... from "./x.js"`` keeps the unhashed name and may be served stale.
    support_js_module_import_aggregation = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages name; the unhashed twins would double the time this takes."""
        return super().compress_files(set(paths) & set(self.hashed_files.values()))
