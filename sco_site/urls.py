from django.contrib import admin
from django.urls import include, path

from briefs.admin import desk, desk_answers, desk_calendar, desk_sources, handbook, session
from briefs.login import second_factor
from sco_site.security_txt import PATH, security_txt

handler400 = "sco_site.errors.bad_request"
handler404 = "briefs.views.missing.not_found"
handler500 = "sco_site.errors.server_error"
staff = admin.site.admin_view

urlpatterns = [
    path(PATH, security_txt, name="security-txt"),
    path("admin/handbook/", staff(handbook.handbook), name="handbook"),
    path("admin/handbook/<str:name>", staff(handbook.picture), name="handbook-picture"),
    path("admin/session/", session.session, name="session"),
    path("admin/second-factor/", include(second_factor.urlpatterns)),
    # Outside of the gate: whoever cannot give the code gets out again.
    path("admin/logout/", admin.site.logout),
    path("admin/desk/calendar/", staff(desk_calendar.calendar_page), name="desk-calendar-page"),
    path("admin/desk/assign/", staff(desk_answers.hand_over), name="desk-assign"),
    path("admin/desk/undo/", staff(desk_answers.undo), name="desk-undo"),
    path("admin/desk/claims/<int:pk>/", staff(desk.desk_claim), name="desk-claim"),
    path("admin/desk/claims/<int:pk>/check/", staff(desk_answers.check), name="desk-check"),
    path("admin/desk/claims/<int:pk>/note/", staff(desk_answers.note_record), name="desk-note"),
    path("admin/desk/sources/<int:pk>/", staff(desk_sources.answer_source), name="desk-source"),
    path("admin/desk/<slug:name>/", staff(desk.desk_list), name="desk-list"),
    path("admin/", admin.site.urls),
    path("", include("briefs.urls")),
]
