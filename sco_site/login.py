"""The first login of the admin, made on the machine that runs the site."""

import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

from sco_site.local import write_private

USERNAME = "editor"


def ensure_login(file: Path) -> str | None:
    """Password of the first login as long as it is valid; None once an editor has changed it.

    The superuser is made if the site has none. The password is random and kept in ``file``; a
    second database beside the same file gets the same one.
    """
    users = get_user_model()._default_manager
    password = file.read_text().strip() if file.exists() else None
    if not users.filter(is_superuser=True).exists():
        if users.filter(username=USERNAME).exists():
            return None
        if not password:
            password = secrets.token_urlsafe(12)
            write_private(file, password)
        get_user_model().objects.create_superuser(USERNAME, password=password)
        return password
    user = users.filter(username=USERNAME, is_active=True, is_superuser=True).first()
    if password and user is not None and user.check_password(password):
        return password
    return None
