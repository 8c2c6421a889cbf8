from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BriefsConfig(AppConfig):
    name = "briefs"
    verbose_name = "Living analysis"

    def ready(self) -> None:
        # Models can be imported only once all applications are known.
        from briefs.login import checks  # noqa: F401, PLC0415
        from briefs.models.guards import install_guards  # noqa: PLC0415
        from briefs.models.history_triggers import (  # noqa: PLC0415
            install_history,
            lift_history,
        )
        from briefs.models.page_stamp import (  # noqa: PLC0415
            install_page_stamp,
            lift_page_stamp,
        )
        from briefs.models.roles import install_roles  # noqa: PLC0415
        from briefs.models.search import empty_words  # noqa: PLC0415

        post_migrate.connect(install_guards, sender=self)
        post_migrate.connect(install_roles, sender=self)
        post_migrate.connect(empty_words, sender=self)
        # Last: the first roles follow from the code, and are nobody's change.
        post_migrate.connect(install_history, sender=self)
        post_migrate.connect(install_page_stamp, sender=self)
        pre_migrate.connect(lift_page_stamp, sender=self)
        pre_migrate.connect(lift_history, sender=self)
