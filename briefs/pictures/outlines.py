"""Natural Earth's outlines of states, made small once: ``outlines.json`` is what this writes.

    python -m briefs.pictures.outlines countries-110m.json iso_3166-1.json > outlines.json

The first file is a TopoJSON of Natural Earth's "Admin 0 – Countries" at 1:110 million, version
4.1.0, which is in the public domain; the second the list of codes in Debian's package iso-codes.
"""

import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from math import radians
from pathlib import Path
from typing import Any

Place = tuple[float, float]  # degrees of longitude and latitude
Point = tuple[int, int]

WIDTH = 2000
_SCALE = WIDTH / 5.4707788  # the equator's length in the projection's own unit
_TOP = 84  # degrees north, as far as land is drawn
LEFT_OUT = "ATA"  # Antarctica: no state, and a third of the picture


def project(longitude: float, latitude: float) -> Point:
    """A place on the map, in the Natural Earth projection (Šavrič and others 2011)."""
    x, y = _project(longitude, latitude)
    return round(WIDTH / 2 + x), round(_project(0, _TOP)[1] - y)


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    across, phi2 = radians(longitude), radians(latitude) ** 2
    phi4 = phi2 * phi2
    x = across * (
        0.8707 - 0.131979 * phi2 + phi4 * (-0.013791 + phi4 * (0.003971 * phi2 - 0.001529 * phi4))
    )
    y = radians(latitude) * (
        1.007226 + phi2 * (0.015085 + phi4 * (-0.044475 + 0.028874 * phi2 - 0.005916 * phi4))
    )
    return x * _SCALE, y * _SCALE


def arcs_of(topology: dict[str, Any]) -> list[list[Place]]:
    """The lines that borders are made of; a border of two states is one line."""
    (scale_x, scale_y), (left, bottom) = (topology["transform"][k] for k in ("scale", "translate"))
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((left + x * scale_x, bottom + y * scale_y))
        arcs.append(arc)
    return arcs


def rings_of(geometry: dict[str, Any], arcs: list[list[Place]]) -> list[list[Point]]:
    """The closed lines of one state, projected, the largest first.

    A state that lies across the 180th meridian is drawn in one piece, beyond the edge of the map.
    """
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for numbers in (ring for polygon in polygons for ring in polygon):
        ring: list[Place] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        rings.append(unwrapped(ring))
    home = middle(max(rings, key=area))
    home += 360 if home < -180 else 0
    drawn = [
        straightened(projected(ring, 360 * round((home - middle(ring)) / 360))) for ring in rings
    ]
    return sorted((ring for ring in drawn if len(ring) > 3), key=area, reverse=True)


def unwrapped(ring: list[Place]) -> list[Place]:
    """The same line without a leap from one edge of the map to the other."""
    kept = ring[:1]
    for longitude, latitude in ring[1:]:
        leap = 360 * round((kept[-1][0] - longitude) / 360)
        kept.append((longitude + leap, latitude))
    return kept


def middle(ring: list[Place]) -> float:
    """Half way between its west and its east, in degrees."""
    return (min(place[0] for place in ring) + max(place[0] for place in ring)) / 2


def projected(ring: list[Place], turn: int) -> list[Point]:
    """Moved by ``turn`` degrees of longitude, on the map, each point once."""
    points: list[Point] = []
    for longitude, latitude in ring:
        point = project(longitude + turn, latitude)
        if not points or points[-1] != point:
            points.append(point)
    return points


def straightened(ring: list[Point]) -> list[Point]:
    """Without the points that lie on the line between their neighbours."""
    kept = ring[:1]
    for point, following in pairwise(ring[1:]):
        (x, y), (before_x, before_y) = point, kept[-1]
        across = (x - before_x) * (following[1] - y) - (y - before_y) * (following[0] - x)
        if across:
            kept.append(point)
    return [*kept, ring[-1]]


def area(ring: Sequence[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def path_of(rings: list[list[Point]]) -> str:
    """An SVG path in relative steps."""
    parts = []
    for ring in rings:
        steps = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring[:-1]))
        parts.append(f"M{ring[0][0]} {ring[0][1]}l{steps}z".replace(" -", "-"))
    return "".join(parts)


def outlines(topology: dict[str, Any], codes: dict[str, str]) -> dict[str, Any]:
    """By state its path and the box of its largest part; ``land`` is what has no ISO code."""
    arcs = arcs_of(topology)
    states, land = {}, []
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id", ""))
        rings = rings_of(geometry, arcs)
        if code == LEFT_OUT or not rings:
            continue
        if code is None:
            land.append(path_of(rings))
            continue
        across, down = zip(*rings[0], strict=True)
        box = [min(across), min(down), max(across), max(down)]
        states[code] = {"path": path_of(rings), "box": box}
    return {"states": dict(sorted(states.items())), "land": land}


def main(topology: str, codes: str) -> None:
    listed = json.loads(Path(codes).read_text())["3166-1"]
    numbers = {entry["numeric"]: entry["alpha_3"] for entry in listed}
    made = outlines(json.loads(Path(topology).read_text()), numbers)
    # A line a state, so that a difference can be read.
    sys.stdout.write(json.dumps(made, separators=(",", ":")).replace('},"', '},\n"') + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
