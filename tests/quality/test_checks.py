"""Each check: once where it fires, once where all is well."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings

from briefs.importing.draft import RepairKind
from briefs.importing.seeds.load import load_seeds
from briefs.models import Article, Citation, Organisation, ReceivedFile, Update
from briefs.models.quality import ERRORS, WARNINGS, Check
from briefs.publishing import withdraw
from briefs.quality import Report, report_on
from briefs.quality.texts import PICTURE
from briefs.versioning import open_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_source,
    make_state,
    make_topic,
    make_update,
    make_version,
)

pytestmark = pytest.mark.django_db


def examined(thing: Article | Update | Organisation) -> Report:
    if isinstance(thing, Article):
        return report_on(thing, thing.versions.first())
    return report_on(thing)


def codes(thing) -> list[str]:
    """The codes of everything found, wherever it stands in the report."""
    report = examined(thing)
    return [found.check.value for found in (*report.errors, *report.apart, *report.warnings)]


def article_with(body: str) -> Article:
    return make_article(public=False, body=body)


def forecast(verdict: str = "", public: bool = False, **fields) -> Article:
    claim = make_annotation(public=public, **fields)
    if verdict:
        make_assessment(claim, verdict)
    return claim.article


def judged(kind: str = "forecast", verdict: str = "came-true", **fields) -> Article:
    claim = make_annotation(kind=kind, public=False)
    make_assessment(claim, verdict, **fields)
    return claim.article


def borne_on(**fields) -> Article:
    """An article with a claim that a public update bears on."""
    claim = make_annotation()
    update = make_update(bears_on=claim)
    for name, value in fields.items():
        setattr(update, name, value)
    update.save()
    return claim.article


def update_without_source() -> Article:
    article = borne_on()
    Citation.objects.filter(update__isnull=False).delete()
    return article


def weakly_sourced(noun: str) -> Any:
    weak = make_source(weak=True)
    if noun == "update":
        thing = make_update(public=False)
    elif noun == "organisation":
        thing = make_organisation()
    else:
        membership = make_membership()
        thing = membership.organisation
        Citation.objects.filter(membership=membership).update(source=weak)
        return thing
    Citation.objects.filter(**{noun: thing}).update(source=weak)
    return thing


def body(*, cited: bool, **fields) -> Organisation:
    organisation = make_organisation(public=False, founded_on_precision="year", **fields)
    if not cited:
        organisation.citations.all().delete()
    return organisation


def with_member(*, cited: bool = True, **fields) -> Organisation:
    membership = make_membership(public=False, **fields)
    if not cited:
        membership.citations.all().delete()
    return membership.organisation


def tagged(*, topic: bool) -> Article:
    claim = make_annotation(public=False)
    if topic:
        claim.topics.add(make_topic())
    return claim.article


def imported(*repairs: RepairKind) -> Article:
    article = make_article(public=False)
    kept = [{"kind": kind.value, "before": "a map", "after": ""} for kind in repairs]
    ReceivedFile.objects.create(
        version=article.versions.get(),
        name="a.html",
        sha256="0" * 64,
        content=b"x",
        report={"repairs": kept},
    )
    return article


def about_unverified(*, verified: bool, both: bool = True) -> Article:
    membership = make_membership(verified=verified)
    claim = make_annotation(kind="causal", public=False)
    claim.organisations.add(membership.organisation)
    if both:
        claim.states.add(membership.state)
    return claim.article


def says(words: str, *, kind: str = "fact", **row) -> Article:
    """An article of October 2014 that says so of India and the SCO, which it joined in 2017."""
    sco = make_organisation(name="Shanghai Cooperation Organisation", abbreviation="SCO")
    india = make_state(name="India")
    rows = {"start": date(2017, 6, 9), "role": "member", **row}
    make_membership(organisation=sco, state=india, **rows)
    article = make_article(public=False, body=f"<p>{words}</p>")
    make_annotation(article, quote=words, summary="A claim.", kind=kind, public=False)
    return article


def unplaced(*, withdrawn: bool) -> Article:
    """A public article whose draft version has no place for its claim."""
    claim = make_annotation()
    if withdrawn:
        withdraw(claim, reason="It was none.")
    make_version(claim.article, number=2)
    return claim.article


OLD = date(2005, 7, 5)
FIRES, SILENT = True, False
CASES = {
    Check.CLAIM_WITHOUT_PLACE: [
        (FIRES, lambda: unplaced(withdrawn=False)),
        (SILENT, lambda: unplaced(withdrawn=True)),
        (SILENT, lambda: forecast()),
    ],
    Check.FORECAST_WITHOUT_DEADLINE: [
        (FIRES, lambda: forecast(deadline=None, deadline_precision="")),
        (FIRES, lambda: forecast("pending", deadline=None, deadline_precision="")),
        (SILENT, lambda: forecast()),
        (SILENT, lambda: forecast("came-true", deadline=None, deadline_precision="")),
        (SILENT, lambda: forecast(kind="fact")),
    ],
    Check.FORECAST_WITHOUT_CRITERION: [
        (FIRES, lambda: forecast(criterion="")),
        (FIRES, lambda: forecast(criterion=" \n")),
        (SILENT, lambda: forecast()),
        (SILENT, lambda: forecast("came-true", criterion="")),
    ],
    Check.FORECAST_UNMEASURED: [
        (FIRES, lambda: forecast("came-true", criterion="")),
        (FIRES, lambda: forecast("overtaken", deadline=None, deadline_precision="")),
        (SILENT, lambda: forecast("came-true")),
        (SILENT, lambda: forecast("pending", criterion="")),
    ],
    Check.VERDICT_WITHOUT_SOURCE: [
        (FIRES, lambda: judged(sources=())),
        (SILENT, lambda: judged()),
        (SILENT, lambda: judged("fact", "unverifiable", sources=())),
        (SILENT, lambda: judged(verdict="pending", sources=())),
        (SILENT, lambda: forecast()),
    ],
    Check.CLAIM_WITHOUT_SOURCE: [
        (FIRES, lambda: forecast()),
        (FIRES, lambda: judged("fact", "unverifiable", sources=())),
        (FIRES, lambda: update_without_source()),
        (SILENT, lambda: judged("fact", "unverifiable")),
        (SILENT, lambda: judged(sources=())),
        (SILENT, lambda: borne_on()),
    ],
    Check.VERDICT_WITHOUT_RATIONALE: [
        (FIRES, lambda: judged(rationale="…")),
        (SILENT, lambda: judged(rationale="No.")),
        (SILENT, lambda: forecast()),
    ],
    Check.THIN_RATIONALE: [
        (FIRES, lambda: judged(rationale="It did happen then.")),
        (SILENT, lambda: judged(rationale="It joined at the summit.")),
        (SILENT, lambda: judged(rationale="…")),
    ],
    Check.WEAK_SOURCES_ALONE: [
        (FIRES, lambda: judged(source=make_source(weak=True))),
        (FIRES, lambda: weakly_sourced("update")),
        (FIRES, lambda: weakly_sourced("organisation")),
        (FIRES, lambda: weakly_sourced("membership")),
        (SILENT, lambda: judged()),
        (SILENT, lambda: judged(sources=())),
        (SILENT, lambda: make_update()),
    ],
    Check.UNVERIFIED: [
        (FIRES, lambda: judged(verified=False)),
        (FIRES, lambda: borne_on(verified=False)),
        (FIRES, lambda: about_unverified(verified=False)),
        (FIRES, lambda: make_update(verified=False)),
        (FIRES, lambda: with_member(verified=False)),
        (FIRES, lambda: body(cited=True, founded_on=date(2001, 1, 1), founded_verified=False)),
        (SILENT, lambda: judged()),
        (SILENT, lambda: borne_on()),
        (SILENT, lambda: about_unverified(verified=True)),
        (SILENT, lambda: about_unverified(verified=False, both=False)),
        (SILENT, lambda: with_member()),
        (SILENT, lambda: make_organisation(founded_verified=False, seat_verified=False)),
    ],
    Check.UPDATE_WITHOUT_SOURCE: [
        (FIRES, lambda: update_without_source()),
        (SILENT, lambda: borne_on()),
    ],
    Check.VERIFIED_WITHOUT_SOURCE: [
        (FIRES, lambda: with_member(cited=False)),
        (FIRES, lambda: body(cited=False, founded_on=date(2001, 1, 1))),
        (SILENT, lambda: with_member(cited=True)),
        (SILENT, lambda: with_member(cited=False, verified=False)),
        (SILENT, lambda: body(cited=True, founded_on=date(2001, 1, 1))),
        (SILENT, lambda: body(cited=False, founded_on=date(2001, 1, 1), founded_verified=False)),
    ],
    Check.CLAIM_WITHOUT_TOPIC: [
        (FIRES, lambda: tagged(topic=False)),
        (SILENT, lambda: tagged(topic=True)),
    ],
    Check.AGAINST_MEMBERSHIPS: [
        (FIRES, lambda: says("India is a member of the SCO.")),
        (FIRES, lambda: says("India joined the SCO in 2005.")),
        (FIRES, lambda: says("India is a member of the SCO.", role="observer", start=OLD)),
        (SILENT, lambda: says("India is a member of the SCO.", start=OLD)),
        (SILENT, lambda: says("India is not a member of the SCO.")),
        (SILENT, lambda: says("India is a member of the SCO.", kind="assessment")),
        (SILENT, lambda: says("India is a member of the SCO.", verified=False)),
    ],
    Check.HEADING_SKIPS: [
        (FIRES, lambda: article_with("<h2>A</h2><h4>B</h4><p>x</p>")),
        (SILENT, lambda: article_with("<h2>A</h2><h3>B</h3><p>x</p>")),
    ],
    Check.LINK_WITHOUT_WORDS: [
        (FIRES, lambda: article_with('<p>x <a href="https://example.org/">→</a></p>')),
        (SILENT, lambda: article_with('<p>x <a href="https://example.org/">a map</a></p>')),
    ],
    Check.LINK_SAYS_NOTHING: [
        (FIRES, lambda: article_with('<p>x <a href="https://example.org/">here</a></p>')),
        (SILENT, lambda: article_with('<p>x <a href="https://example.org/">a map</a></p>')),
    ],
    Check.LINK_IS_ADDRESS: [
        (FIRES, lambda: article_with('<p><a href="https://example.org/">www.example.org</a></p>')),
        (SILENT, lambda: article_with("<p>Read www.example.org, it says.</p>")),
    ],
    Check.EMPTY_BLOCK: [
        (FIRES, lambda: article_with("<p>x</p><p>\u200b</p>")),
        (SILENT, lambda: article_with("<p>x</p><p>***</p>")),
    ],
    Check.PICTURE_LEFT_OUT: [
        (FIRES, lambda: imported(RepairKind.PICTURE)),
        (SILENT, lambda: imported(RepairKind.HEADING)),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("check", "fires", "make"),
    [
        pytest.param(check, fires, make, id=f"{check.value}-{'fires' if fires else 'silent'}-{n}")
        for check, cases in CASES.items()
        for n, (fires, make) in enumerate(cases)
    ],
)
def test_a_check(check, fires, make):
    assert (check.value in codes(make())) is fires


def test_every_check_is_tried_both_ways():
    assert set(CASES) == set(Check)
    assert {
        check for check, cases in CASES.items() if {FIRES, SILENT} - {f for f, _ in cases}
    } == set()
    assert {*ERRORS, *WARNINGS} == set(Check)
    assert all(check.definition for check in Check)


def test_pictures_are_called_as_the_importers_call_them():
    assert RepairKind.PICTURE == PICTURE


def test_a_message_names_the_thing_and_leads_somewhere():
    article = make_article(public=False)
    make_annotation(article, summary="It will grow.", criterion="", public=False)
    (error,) = examined(article).apart
    assert (error.message, error.mend) == (
        "“It will grow.” is an open forecast without a criterion: say what would have to be seen "
        "to call it come true.",
        "claim",
    )


def test_what_a_version_retires_or_the_live_one_does_not_hold_is_not_looked_at():
    article = make_article()
    draft = open_draft(article)
    claim = make_annotation(article, public=False, criterion="")
    assert report_on(article, article.live).apart != []
    claim.anchors.all().delete()
    assert report_on(article, article.live).apart == []
    assert [e.check for e in report_on(article, draft).errors] == [Check.CLAIM_WITHOUT_PLACE]


def test_errors_of_drafts_stop_themselves_alone():
    article = make_article()
    make_annotation(article, public=False, criterion="")
    claim = make_annotation(article)
    claim.criterion = ""
    claim.save()
    report = examined(article)
    assert ([e.subject for e in report.errors], len(report.apart)) == ([claim], 1)
    assert str(report) == "1 error, 4 warnings, 1 error in drafts"


@pytest.mark.parametrize("claims", [1, 30])
def test_a_report_asks_the_database_the_same_however_many_claims(claims, django_assert_num_queries):
    article = make_article()
    state, organisation = make_state(), make_organisation()
    for _ in range(claims):
        claim = make_annotation(article)
        claim.states.add(state)
        claim.organisations.add(organisation)
        make_assessment(claim)
        make_update(bears_on=claim, verified=False)
    with django_assert_num_queries(16):
        report_on(article, article.live)


def test_the_seeds_have_no_error():
    load_seeds(settings.SEEDS_DIR)
    article = Article.objects.get()
    report = report_on(article, article.live)
    counts = {check: sum(w.check is check for w in report.warnings) for check in Check}
    assert (report.errors, report.apart) == ([], [])
    assert {check.value: count for check, count in counts.items() if count} == {
        "forecast-unmeasured": 12,
        "weak-sources-alone": 1,
        "unverified": 6,
    }
    others = [*Organisation.objects.all(), *Update.objects.all()]
    assert [found for thing in others for found in report_on(thing).errors] == []
