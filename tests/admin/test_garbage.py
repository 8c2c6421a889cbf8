"""What no box offers, sent in its place: refused beside the field, and never an error of ours."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.forms import form_data

pytestmark = pytest.mark.django_db

GARBAGE = ["x", "9" * 400, "-1", "1e3", "\N{SUPERSCRIPT TWO}", "None"]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_no_box_offers_is_refused(admin_client, garbage):
    met = 0
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        page = admin_client.get(address)
        if page.status_code != 200:
            continue
        boxes = set(re.findall(r'<select[^>]* name="([\w-]+)"', page.text))
        counts = {
            name: "1" if name.endswith("TOTAL_FORMS") else "0"
            for name in re.findall(r'name="([\w-]+_FORMS)"', page.text)
        }
        met += len(boxes)
        data = {name.replace("__prefix__", "0"): garbage for name in boxes}
        assert admin_client.post(address, {**data, **counts}).status_code == 200, address
    assert met > 30


def test_a_person_s_roles_and_rights_are_chosen_from_what_there_is(admin_client, admin_user):
    address = reverse("admin:auth_user_change", args=[admin_user.pk])
    typed = form_data(admin_client.get(address))
    for field in ("groups", "user_permissions"):
        answer = admin_client.post(address, {**typed, field: ["9" * 400]})
        assert answer.status_code == 200
        assert field in answer.context["adminform"].form.errors


@pytest.mark.parametrize("kind", ["user", "group"])
def test_an_action_is_of_rows_that_there_are(admin_client, kind):
    address = reverse(f"admin:auth_{kind}_changelist")
    chosen = {"action": "delete_selected", "_selected_action": ["9" * 400]}
    answer = admin_client.post(address, chosen, follow=True)
    assert "There is no such row." in answer.text
