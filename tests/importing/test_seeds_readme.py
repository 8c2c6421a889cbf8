from django.conf import settings

from briefs.importing.seeds.nouns import NOUNS


def test_the_readme_names_every_key_of_every_noun():
    readme = (settings.SEEDS_DIR / "README.md").read_text()
    table = readme.partition("### Keys, noun by noun")[2].partition("\n## ")[0]
    rows = {
        line.split("|")[1].strip().partition(",")[0]: line
        for line in table.splitlines()
        if line.startswith("| ")
    }
    implied = {inner for noun in NOUNS for inner in noun.nested.values()}
    missing = [
        f"{noun.name}: {key}"
        for noun in NOUNS
        for key in [
            *(word for field in noun.fields for word in field.key.split(".")),
            *(part.key for part in noun.parts),
            *noun.nested,
            *(["status", "reason"] if noun.publishable else []),
        ]
        if key not in rows[noun.name] and (noun.name, key) not in implied
    ]
    assert missing == []
