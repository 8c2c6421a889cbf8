"""A card as a PNG of 1200 by 630, the size that the platforms ask for: paper, ink, one accent."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from briefs.social_cards.card import Segment, SocialCard
from briefs.social_cards.letters import cut, fitted, font, settable, width_of

WIDTH, HEIGHT = 1200, 630
MARGIN = 84
MEASURE = WIDTH - 2 * MARGIN
PAPER, INK, QUIET, LINE, ACCENT = "#fdfcf9", "#1c1d21", "#5d5f66", "#ddd8cc", "#1f4f8f"
FAMILIES = {"held": "#1a5a96", "partly": "#85600a", "failed": "#b03a1a", "open": "#62646b"}
LEADING = 1.22
TITLE_SIZES = (76, 70, 64, 58, 52, 47, 42, 38)
# Shapes are drawn so many times larger and made smaller again, for smooth edges.
_FINER = 4


@lru_cache(maxsize=32)
def png(card: SocialCard) -> bytes:
    """The same bytes for the same card; some tens of kilobytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 11), fill=ACCENT)
    title = settable(card.title) or settable(card.site)
    top = _kicker(pen, settable(card.kicker))
    bottom = _foot(pen, card)
    if card.verdicts:
        bottom = _verdicts(image, pen, card.verdicts, bottom)
    _title(pen, title, top, bottom)
    written = BytesIO()
    # Few colours take few bytes; the octree is the quickest way to them.
    few = image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(written, "PNG")
    return written.getvalue()


def _kicker(pen: ImageDraw.ImageDraw, words: str) -> int:
    """What kind of thing it is; where the title can begin."""
    if not words:
        return MARGIN - 10
    pen.text((MARGIN, 62), cut(words, 30, MEASURE), font=font(30), fill=ACCENT)
    return 118


def _title(pen: ImageDraw.ImageDraw, title: str, top: int, bottom: int) -> None:
    size, lines = fitted(
        title, width=MEASURE, height=bottom - top, sizes=TITLE_SIZES, leading=LEADING
    )
    for number, line in enumerate(lines):
        place = (MARGIN - 2, top + round(number * size * LEADING))
        pen.text(place, line, font=font(size, bold=True), fill=INK)


def _foot(pen: ImageDraw.ImageDraw, card: SocialCard) -> int:
    """The site's name under a hairline, and the line about the thing; where that begins."""
    rule = HEIGHT - 96
    pen.line((MARGIN, rule, WIDTH - MARGIN, rule), fill=LINE, width=2)
    name = cut(settable(card.site), 30, MEASURE, bold=True)
    pen.text((MARGIN, rule + 18), name, font=font(30, bold=True), fill=INK)
    line = settable(card.line)
    if not line:
        return rule - 40
    pen.text((MARGIN, rule - 64), cut(line, 29, MEASURE), font=font(29), fill=QUIET)
    return rule - 64 - 26


def _verdicts(
    image: Image.Image, pen: ImageDraw.ImageDraw, verdicts: tuple[Segment, ...], bottom: int
) -> int:
    """One verdict in large words, or a bar of many; where that begins."""
    if len(verdicts) == 1 and not verdicts[0].count:
        (one,) = verdicts
        top = bottom - 54
        _shape(image, one.family, MARGIN, top + 11, 38)
        words = cut(one.words, 46, MEASURE - 64, bold=True)
        place = (MARGIN + 58, top - 8)
        pen.text(place, words, font=font(46, bold=True), fill=FAMILIES[one.family])
        return top - 34
    return _bar(image, pen, verdicts, bottom)


def _bar(
    image: Image.Image, pen: ImageDraw.ImageDraw, segments: tuple[Segment, ...], bottom: int
) -> int:
    """Segments as long as their counts, their words beneath, each with its shape."""
    total = sum(one.count for one in segments)
    top = bottom - 76
    left = float(MARGIN)
    for one in segments:
        length = MEASURE * one.count / total
        pen.rectangle((left, top, left + length - 4, top + 21), fill=FAMILIES[one.family])
        left += length
    place = MARGIN
    for one in segments:
        words = f"{one.count} {one.words}"
        if place + 32 + width_of(words, 27) > WIDTH - MARGIN:
            break
        _shape(image, one.family, place, top + 43, 22)
        pen.text((place + 32, top + 34), words, font=font(27), fill=FAMILIES[one.family])
        place += 32 + round(width_of(words, 27)) + 36
    return top - 46


def _shape(image: Image.Image, family: str, left: int, top: int, size: int) -> None:
    """What stands for a family beside its colour: full, half, cross, ring."""
    fine = size * _FINER
    mask = Image.new("L", (fine, fine))
    pen = ImageDraw.Draw(mask)
    line = max(fine // 9, 1)
    box = (line // 2, line // 2, fine - 1 - line // 2, fine - 1 - line // 2)
    if family == "failed":
        pen.line((line, line, fine - line, fine - line), fill=255, width=line * 2)
        pen.line((line, fine - line, fine - line, line), fill=255, width=line * 2)
    elif family == "held":
        pen.ellipse(box, fill=255)
    else:
        pen.ellipse(box, outline=255, width=line)
        if family == "partly":
            pen.pieslice(box, 90, 270, fill=255)
    smooth = mask.resize((size, size), Image.Resampling.LANCZOS)
    image.paste(FAMILIES[family], (left, top), smooth)
