import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


@pytest.fixture
def collected(tmp_path, settings):
    """Static files of two script modules and a style sheet, collected as in production."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.js").write_text('import { one } from "./part.js";\nconsole.log(one);\n')
    (source / "part.js").write_text("export const one = 1;\n" * 100)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "sco_site.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_import_between_modules_names_the_hashed_file(collected):
    page = (collected / staticfiles_storage.stored_name("page.js")).read_text()
    imported = re.search(r'from "\./(.+?)"', page)[1]
    assert imported == staticfiles_storage.stored_name("part.js") != "part.js"


def test_files_are_compressed_once(collected):
    part = staticfiles_storage.stored_name("part.js")
    assert sorted(path.name for path in collected.glob("part.*.js*")) == [
        part,
        f"{part}.br",
        f"{part}.gz",
    ]
