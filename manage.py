#!/usr/bin/env python
"""Django's command line for this site. ``make manage`` runs it on the site of ``make run``."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

PLACE = ("HOST", "NAME")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sco_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        # Never connected: a mistake of the surroundings, which a traceback would bury.
        if connection.connection is not None:
            raise
        where = " ".join(str(connection.settings_dict[key]) for key in PLACE).strip()
        sys.exit(f"The database {where} cannot be reached (DATABASE_URL, DATA_DIR): {error}")
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
