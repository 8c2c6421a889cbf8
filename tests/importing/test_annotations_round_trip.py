"""What the site gives to others, imported again as theirs: each stands where it stood."""

import json

import pytest

from briefs.importing.annotations.reading import read_annotations
from briefs.importing.annotations.save import import_annotations
from briefs.models import ImportedAnnotation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_report")]


def exported(client, path: str) -> list[dict]:
    items, page = [], client.get(f"{path}?page=1").json()
    items += page["items"]
    while "next" in page:
        page = client.get(page["next"]).json()
        items += page["items"]
    return items


def test_what_was_exported_is_found_again_to_the_letter(client):
    path = "/articles/sco-rebirth-and-regeneration/annotations/"
    items = exported(client, path)
    before = {
        f"https://copy.example/{item['canonical']}": (
            item["target"]["selector"][0]["exact"],
            item["target"]["selector"][1]["start"],
            item["target"]["selector"][1]["end"],
            next(b["value"] for b in item["body"] if b["purpose"] == "classifying"),
        )
        for item in items
    }
    for item in items:
        item["id"] = f"https://copy.example/{item['canonical']}"
    report = import_annotations(
        read_annotations(json.dumps(items).encode(), "a.json"), name="a.json"
    )
    assert report.counts == {"created": len(items)}
    claims = 0
    for row in ImportedAnnotation.objects.select_related("annotation"):
        anchor = row.annotation.anchors.get()
        kind = row.annotation.get_kind_display()
        assert before[row.foreign_id] == (anchor.exact, anchor.start, anchor.end, kind)
        claims += row.annotation.is_claim
    assert claims == 60
