"""A timeline laid out as SVG: places along it in per cent, down it in pixels.

In per cent, so that the letters keep their size however wide the page is. There are two layouts,
of which the style sheet shows one: names beside the bars, or, on narrow screens, above them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator

from briefs.pictures.timeline import LONGEST_NAME, Bar, Row, Span, Timeline

HEAD = 24  # the years
THICK, THIN = 16, 5  # a bar, and one that lies beneath it
LETTER = 7.5  # width of one, in pixels; a little more than it is, so that words never spill


@dataclass(frozen=True)
class Layout:
    name: str
    names: int  # per cent of the width that the names take
    pitch: int  # pixels from row to row
    bars: int  # from the top of a row to its bars
    least: int  # the least pixels that the scale is wide, where this layout is shown


WIDE = Layout("wide", names=22, pitch=28, bars=2, least=600)
NARROW = Layout("narrow", names=0, pitch=46, bars=19, least=300)


def percent(fraction: float) -> str:
    return f"{fraction * 100:.2f}%"


@dataclass(frozen=True)
class Shape:
    """A rectangle, and the words in it where they fit."""

    bar: Bar
    x: str
    y: int
    width: str
    height: int
    hatched: list[tuple[str, str]]
    label: str
    label_x: str

    @property
    def text_y(self) -> int:
        return self.y + 12


@dataclass(frozen=True)
class Line:
    row: Row
    y: int
    label: str
    shapes: list[Shape]
    middle: int  # of its bars

    @property
    def text_y(self) -> int:
        return self.y + 14

    @property
    def lead(self) -> str:
        """Where the line ends that leads the eye from the name to the first bar."""
        return percent(min(bar.start for bar in self.row.bars))


@dataclass(frozen=True)
class Drawing:
    timeline: Timeline
    layout: Layout

    @property
    def height(self) -> int:
        return HEAD + len(self.timeline.rows) * self.layout.pitch

    @property
    def names(self) -> str:
        return f"{self.layout.names}%"

    @property
    def scale(self) -> str:
        return f"{100 - self.layout.names}%"

    @property
    def today(self) -> str:
        return percent(self.timeline.today_at)

    @property
    def ticks(self) -> list[tuple[int, str]]:
        return [(year, percent(place)) for year, place in self.timeline.ticks]

    @property
    def lines(self) -> Iterator[Line]:
        for number, row in enumerate(self.timeline.rows):
            y = HEAD + number * self.layout.pitch
            name = Truncator(row.name).chars(LONGEST_NAME) if self.layout.names else row.name
            shapes = [self._shape(bar, y) for bar in row.bars]
            yield Line(row, y, name, shapes, y + self.layout.bars + THICK // 2)

    def _shape(self, bar: Bar, y: int) -> Shape:
        top = y + self.layout.bars
        return Shape(
            bar=bar,
            x=percent(bar.start),
            y=top if bar.is_main else top + THICK + 2,
            width=_width(bar),
            height=THICK if bar.is_main else THIN,
            hatched=[(percent(part.start), _width(part)) for part in bar.hatched],
            label=bar.role.label if bar.is_main and self._fits(bar) else "",
            label_x=percent(bar.clear.start),
        )

    def _fits(self, bar: Bar) -> bool:
        """Whether the name of the role fits between what is hatched."""
        free = bar.clear.end - bar.clear.start
        return free * self.layout.least > len(bar.role.label) * LETTER + 8


def _width(span: Span) -> str:
    return percent(span.length)


def drawings(timeline: Timeline | None) -> list[Drawing]:
    """The timeline in each layout; none where there is nothing to draw."""
    return [Drawing(timeline, layout) for layout in (WIDE, NARROW)] if timeline else []
