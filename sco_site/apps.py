from django.contrib.admin.apps import AdminConfig


class EditorsAdminConfig(AdminConfig):
    """Django's admin on a site of our own, on which every change is recorded."""

    default_site = "briefs.admin_site.EditorsSite"
