"""The picture that goes with a link to a page: rows -> a ``SocialCard`` -> PNG."""

from briefs.social_cards.card import Segment, SocialCard
from briefs.social_cards.drawing import HEIGHT, WIDTH, png
from briefs.social_cards.rows import (
    card_of_article,
    card_of_claim,
    card_of_organisation,
    card_of_site,
)

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Segment",
    "SocialCard",
    "card_of_article",
    "card_of_claim",
    "card_of_organisation",
    "card_of_site",
    "png",
]
