"""Django's SQLite, for connections that outlive a request.

To open one costs more than most pages: SQLite reads the whole schema, with the triggers of the
history, before the first answer.
"""

import os
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Lets go of a file in whose place another one was put, or that is gone.

    What was written lately stands beside the file: whoever puts another one in its place while it
    is open takes that along as well, or asks ``restore`` to do it.
    """

    creates_file = True
    """A server never does: an empty database would take what stands beside one moved away."""
    _file: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        # Before it is opened: a file that is replaced in between is opened once more, not kept.
        self._file = self._file_there()
        if not self.creates_file:
            path = quote(os.path.abspath(self.settings_dict["NAME"]))
            conn_params = {**conn_params, "database": f"file:{path}?mode=rw"}
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """Whether the file is the one that was opened. Django asks at the start of a request."""
        return self.is_in_memory_db() or self._file_there() == self._file is not None

    def _file_there(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino
