"""Every role at every address of the admin: who enters, who writes, who is sent away."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from briefs.bulk import undo
from briefs.desk.assigning import assign_many
from briefs.history import key_of, latest_change
from briefs.models import BulkChange, Deletion, Dismissal, QualityDismissal, Version
from briefs.rights import NotAllowed, may, require
from briefs.tagging import dismiss
from briefs.workflow import submit
from tests.admin.test_admin import MODELS
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_topic,
    make_update,
    make_version,
    make_watch,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db

ROLES = {"A": "Author", "E": "Editor", "R": "Reviewer", "P": "Publisher", "X": "Administrator"}
ALL = "AERPX"
WRITTEN = ("article", "annotation", "update")
KEPT = ("membership", "organisation", "person", "state", "topic", "source", "watch")
ROWS = ("reference",)

# By the page, and then by the noun; who is not listed is answered 403. Nouns that are not listed
# have the page for nobody. "change" is the sending of its form: everybody who works here may look.
WHO: dict[str, dict[str, str]] = {
    "add": {
        **dict.fromkeys((*WRITTEN, "source"), "AEX"),
        **dict.fromkeys((*KEPT, *ROWS, "assessment"), "EX"),
        "source": "AEX",
    },
    "change": {
        **dict.fromkeys((*WRITTEN, "version", *KEPT, *ROWS), "EX"),
        "dismissal": "EX",
        "changeset": ALL,  # a page that has no form
        "deletion": "EX",  # brings back a topic
    },
    # What is public, or named in the record, is deleted by nobody.
    "delete": {
        **dict.fromkeys((*WRITTEN, "version", *KEPT, *ROWS), "EX"),
        "dismissal": "EX",
        "qualitydismissal": "EX",
    },
    "presence": dict.fromkeys((*WRITTEN, "version", *KEPT, *ROWS, "dismissal"), "EX"),
    # Each step has its own right; see the tests of the steps.
    "step": dict.fromkeys((*WRITTEN, "version", "organisation", "membership", "watch"), ALL),
    "preview": dict.fromkeys((*WRITTEN, "version", "organisation", "membership", "watch"), ALL),
    "links": dict.fromkeys((*WRITTEN, "version", "organisation", "membership", "watch"), "ERPX"),
    "quality": dict.fromkeys(("article", "update", "organisation"), ALL),
    "table": {"annotation": "AEX", **dict.fromkeys(("organisation", "membership", "source"), "EX")},
    "claims": {"article": ALL},
    "import": {"article": "AEX", "annotation": "AEX"},
    "edit": {"article": "EX"},
    "assess": {"annotation": "EX", "update": "EX"},
    "second": {"assessment": ALL},  # the answer is refused in words
    "gate": {"version": "EX"},
    "autosave": {"version": "EX"},
    "discard": {"version": "EX"},
    "undo": {"bulkchange": ALL},  # refused in words to whoever could not have done it
}
WHO["template"] = WHO["present"] = WHO["table"]
LOOKED_AT = ("changelist", "history")
POSTED = ("change", "step", "presence", "edit", "second", "autosave", "discard", "undo")
# Where nothing is kept from anybody who works here.
FOR_ALL = {
    *("desk-assign", "desk-calendar-page", "desk-check", "desk-claim", "desk-list", "desk-undo"),
    *("desk-note", "desk-source"),
    *("handbook", "handbook-picture", "session", "index", "jsi18n", "autocomplete", "app_list"),
    *("second-factor", "second-factor-ask", "second-factor-set-up"),
    *("login", "logout", "password_change", "password_change_done", "view_on_site"),
}


def walk(patterns, path: str = "") -> Iterator[tuple[str, str]]:
    for at in patterns:
        if isinstance(at, URLResolver):
            yield from walk(at.url_patterns, path + str(at.pattern))
        elif isinstance(at, URLPattern) and at.name:
            yield path + str(at.pattern), at.name


ADDRESSES = sorted(
    {name for path, name in walk(get_resolver().url_patterns) if path.startswith("admin/")}
)
OURS = [name for name in ADDRESSES if name.startswith("briefs_")]


@pytest.fixture
def things():
    """One of each, drafts where a draft can be; none made by whoever is tried."""
    article = make_article(public=False)
    claim = make_annotation(article, public=False)
    public = make_annotation()
    make_assessment(public)
    make_version(public.article, number=2)
    dismiss(public.article, "Some words.")
    assign_many([claim.pk], person(name="ann"), by=None)
    make_topic(name="Gone").delete()
    return {
        "article": article,
        "annotation": claim,
        "assessment": public.assessments.get(),
        "update": make_update(public=False, bears_on=public),
        "version": Version.objects.get(number=2),
        "membership": make_membership(public=False),
        "organisation": make_organisation(public=False),
        "person": make_person(),
        "topic": make_topic(),
        "watch": make_watch(public=False),
        "bulkchange": BulkChange.objects.get(),
        "dismissal": Dismissal.objects.get(),
        "deletion": Deletion.objects.filter(operation="delete").get(),
    }


def thing_of(things, noun: str):
    if noun in things:
        return things[noun]
    model = next(model for model in MODELS if model._meta.model_name == noun)
    return model._base_manager.order_by("pk").last()


def address(name: str, thing) -> str | None:
    """None where the page is of a thing, and there is none."""
    keys = [[], [thing.pk], [thing.pk, 1]] if thing else [[]]
    for args in keys:
        try:
            return reverse(f"admin:{name}", args=args)
        except NoReverseMatch:
            continue
    return None


def answer(client, name: str, thing) -> int | None:
    where = address(name, thing)
    if where is None:
        return None
    kind = name.split("_", 2)[2]
    with transaction.atomic():
        send = client.post if kind in POSTED else client.get
        status = send(where).status_code
        transaction.set_rollback(True)
    return status


def test_no_address_is_forgotten():
    known = {*WHO, *LOOKED_AT, "restore"}
    assert {name.split("_", 2)[2] for name in OURS} == known
    others = {name for name in ADDRESSES if not name.startswith(("briefs_", "auth_"))}
    assert others == FOR_ALL


@pytest.mark.parametrize("letter", ROLES)
def test_who_may_what(client, things, letter):
    client.force_login(person(ROLES[letter]))
    wrong = []
    for name in OURS:
        _, noun, kind = name.split("_", 2)
        if kind == "restore":
            continue  # asks for what a form's sending asks for: below
        status = answer(client, name, thing_of(things, noun))
        if status is None:
            continue
        allowed = letter in (ALL if kind in LOOKED_AT else WHO[kind].get(noun, ""))
        if (status != 403) != allowed or status > 404:
            wrong.append((name, status))
    assert not wrong, wrong


@pytest.mark.parametrize("letter", ROLES)
def test_who_works_here_looks_at_everything(client, things, letter):
    client.force_login(person(ROLES[letter]))
    for model in MODELS:
        noun = model._meta.model_name
        thing = thing_of(things, noun)
        if thing is not None:
            assert client.get(address(f"briefs_{noun}_change", thing)).status_code == 200, noun


@pytest.mark.parametrize("role", [None, ""])
def test_nobody_else_enters(client, things, role):
    if role is not None:
        client.force_login(person())  # works here, and has no role yet
    for name in OURS:
        _, noun, _ = name.split("_", 2)
        status = answer(client, name, thing_of(things, noun))
        assert status in ({403, 404, None} if role == "" else {302, None}), name


@pytest.mark.parametrize("name", sorted(FOR_ALL - {"login", "session", "logout", "jsi18n"}))
def test_the_other_pages_ask_for_a_login(client, name):
    args = {
        **{"desk-check": [1], "desk-claim": [1], "desk-note": [1], "desk-source": [1]},
        **{"desk-list": ["due"], "handbook-picture": ["x"]},
        **{"app_list": ["briefs"], "view_on_site": [1, 1]},
    }.get(name, [])
    try:
        where = reverse(name, args=args)
    except NoReverseMatch:
        where = reverse(f"admin:{name}", args=args)
    assert client.get(where)["Location"].startswith(reverse("admin:login"))


# Accounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "status"), [("A", 403), ("E", 403), ("R", 403), ("P", 403), ("X", 200)]
)
@pytest.mark.parametrize("noun", ["user", "group"])
def test_the_administrator_alone_looks_after_accounts(client, letter, status, noun):
    client.force_login(person(ROLES[letter]))
    for page in ("changelist", "add"):
        assert client.get(reverse(f"admin:auth_{noun}_{page}")).status_code == status


# An author and what is hers ----------------------------------------------------------------


@pytest.fixture
def author(client):
    made = person("Author")
    client.force_login(made)
    return made


MAKE = {
    "article": lambda by: make_article(public=False, created_by=by),
    "annotation": lambda by: make_annotation(public=False, created_by=by),
    "update": lambda by: make_update(public=False, created_by=by),
    "version": lambda by: make_article(public=False, created_by=by).versions.get(),
}


@pytest.mark.parametrize("noun", MAKE)
def test_an_author_writes_her_own_drafts_until_they_are_submitted(client, author, noun):
    own = MAKE[noun](author)
    kinds = ["change", "links", *(["gate", "autosave"] if noun == "version" else [])]
    for kind in kinds:
        assert answer(client, f"briefs_{noun}_{kind}", own) != 403, kind
    submit(getattr(own, "staged", own), by=author)
    own.refresh_from_db()
    for kind in kinds:
        assert answer(client, f"briefs_{noun}_{kind}", own) == 403, kind


def test_an_author_submits_what_is_hers_alone(client, author):
    for update, status in (
        (make_update(public=False, created_by=author), "in-review"),
        (make_update(public=False), "draft"),
    ):
        data = {"step": "submit", "seen": latest_change(key_of(update))}
        client.post(reverse("admin:briefs_update_step", args=[update.pk]), data)
        update.refresh_from_db()
        assert update.status == status


def test_rows_of_what_she_may_not_change_are_not_hers(client, author):
    others = make_update()
    (bearing,) = others.bearings.all() or [None]
    assert bearing is None or not may(author, "change", bearing)
    claim = make_annotation()
    update = make_update(bears_on=claim)
    bearing = update.bearings.get()
    with pytest.raises(NotAllowed):
        require(author, "change", bearing)
    assert answer(client, "briefs_bearing_restore", bearing) == 403
    own = make_update(public=False, bears_on=claim, created_by=author)
    assert may(author, "change", own.bearings.get())


def test_what_was_done_in_bulk_is_undone_by_whoever_could_do_it(client, author, things):
    with pytest.raises(NotAllowed):
        undo(things["bulkchange"], by=author)
    where = reverse("admin:briefs_bulkchange_undo", args=[things["bulkchange"].pk])
    assert "own drafts alone" in client.post(where, follow=True).text
    assert QualityDismissal.objects.count() == 0
