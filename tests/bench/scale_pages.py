"""What the bench of scale asks for: every public route, what lists can be asked, the admin."""

from random import Random

from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from briefs.desk.lists import LISTS
from briefs.generating import words
from briefs.models import Article, Organisation, Person, State, Update
from tests.test_leaks import ARGUMENTS, PUBLIC_ID, public_names

QUERIES_MADE = 120
# Answered by the secret of somebody alone, or with nothing from the database.
LEFT_OUT = ("desk-calendar", "favicon")


def middle(rows, step: int = 10):
    """A row of the middle: of these the nth of each ten are as large in content of any amount."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=keys[max(len(keys) // 2 // step * step, 1) - 1])


def stand_ins() -> dict[object, str]:
    """What stands in the generated content for the things of the test that walks all addresses."""
    article = middle(Article.objects.all())
    claims = article.annotations.order_by("pk")
    claim = claims[claims.count() // 2]
    return {
        "public-article": article.slug,
        "public-claim": claim.slug,
        PUBLIC_ID: str(claim.public_id),
        "public-update": middle(Update.objects.all()).slug,
        "public-body": middle(Organisation.objects.all()).slug,
        "kaz": middle(State.objects.all()).iso_a3.lower(),
        "author": middle(Person.objects.all(), 1).slug,
        "enlargement": "generated-topic-100",
    }


def pages() -> dict[str, str]:
    """Addresses by name."""
    there = stand_ins()
    found = {}
    for name in public_names():
        if name not in LEFT_OUT:
            arguments = [there.get(one, one) for one in ARGUMENTS.get(name, [])]
            found[name] = reverse(f"briefs:{name}", args=arguments)
    claim = reverse("briefs:claim-detail", args=[there["public-claim"]])
    found["oembed"] += f"?url=http://testserver{claim}"
    found["organisation-compare"] += "?with=generated-body-3&with=generated-body-10"
    for name in [name for name in found if name.startswith("search")]:
        found[name] += "?q=rail"
    return found | asked(there) | of_admin()


def asked(there: dict[object, str]) -> dict[str, str]:
    """What else lists and pages can be asked for."""
    topic, body = "generated-topic-1", "generated-body-1"
    return {
        "claim-list, kind": "/claims/?kind=forecast",
        "claim-list, verdict": "/claims/?verdict=mixed",
        "claim-list, topic": f"/claims/?topic={topic}",
        "claim-list, topic and body": f"/claims/?topic={topic}&organisation={body}",
        "claim-list, author": f"/claims/?author={there['author']}",
        "claim-list, page 10": "/claims/?page=10",
        "claim-list, last page": "/claims/?page=33",
        "claim-list, on a day": "/claims/?as_of=2020-01-01",
        "update-list, effect": "/updates/?effect=resolves",
        "update-list, topic": f"/updates/?topic={topic}",
        "update-list, year": "/updates/?year=2015",
        "update-list, recorded": "/updates/?order=recorded",
        "timeline, topic": f"/timeline/?topic={topic}",
        "timeline, on a day": "/timeline/?as_of=2020-01-01",
        "topic-detail, largest": f"/topics/{topic}/",
        "topic-feed, largest": f"/topics/{topic}/feed.atom",
        "organisation-detail, largest": f"/organisations/{body}/",
        "organisation-feed, largest": f"/organisations/{body}/feed.atom",
        "state-detail, largest": "/states/xaa/",
        "claim-list-feed, topic": f"/claims/feed.atom?topic={topic}",
        "claim-list-feed, verdict": "/claims/feed.atom?verdict=mixed",
        "article-detail, on a day": f"/articles/{there['public-article']}/?as_of=2024-01-01",
        "source-list, publisher": "/sources/?publisher=Generated%20paper%207",
        "annotation-list, page 5": "/annotations/?page=5",
        "not there": "/claims/generated-claim-0-0/",
    }


def of_admin() -> dict[str, str]:
    found = {"admin, desk": reverse("admin:index")}
    for name in LISTS:
        found[f"admin, desk, {name}"] = reverse("desk-list", args=[name])
    for model in admin.site._registry:
        if model._meta.app_label == "briefs":
            noun = model._meta.model_name
            address = reverse(f"admin:briefs_{noun}_changelist")
            found[f"admin, {noun}s"] = address
            if admin.site._registry[model].search_fields:
                found[f"admin, {noun}s found"] = f"{address}?q=Kare"
    return found


def editor() -> User:
    known = User.objects.filter(username="bench").first()
    return known or User.objects.create_superuser("bench")


def searches() -> list[str]:
    """What people might type: common and rare words, several, phrases, beginnings, slips."""
    rng = Random(2)
    common = [part for phrase in (*words.BODIES, *words.THINGS) for part in phrase.split()]
    found = []
    for number in range(QUERIES_MADE):
        name, word = words.name(rng), rng.choice(common)
        found.append(
            (
                name,
                f"{word} {name}",
                f'"{rng.choice(words.THINGS)}"',
                f"{name[:4]}*",
                word,
                f"{name[:-1]}x",
                f"{name} {words.name(rng)}",
                f"{word} {rng.choice(common)} -{name}",
            )[number % 8]
        )
    return found
