from django.contrib import admin
from django.urls import include, path

from briefs.admin import handbook, session
from sco_site.health import healthz

staff = admin.site.admin_view

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/handbook/", staff(handbook.handbook), name="handbook"),
    path("admin/handbook/<str:name>", staff(handbook.picture), name="handbook-picture"),
    path("admin/session/", session.session, name="session"),
    path("admin/", admin.site.urls),
    path("", include("briefs.urls")),
]
