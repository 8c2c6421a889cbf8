"""A body, unpacked no further than anybody asked for."""

import zlib
from http.client import HTTPResponse

from briefs.outgoing.errors import NotReached

_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


def read(response: HTTPResponse, most: int) -> tuple[bytes, bool]:
    """The first ``most`` bytes, and whether they are all; NotReached if they cannot be unpacked.

    What is packed is unpacked only as far as the limit: some kilobytes may stand for gigabytes.
    """
    if most == 0:
        return b"", False
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing == "identity":
        body = response.read(most + 1)
        _check_whole(response, len(body) <= most)
        return body[:most], len(body) <= most
    if packing not in ("gzip", "x-gzip"):
        raise NotReached(f"The answer is packed as {packing[:40]!r}, which was not asked for.")
    return _unpack(response, most)


def _check_whole(response: HTTPResponse, is_at_end: bool) -> None:
    if is_at_end and response.length:
        raise NotReached("The answer broke off.")


def _unpack(response: HTTPResponse, most: int) -> tuple[bytes, bool]:
    unpacking, body, taken = zlib.decompressobj(_GZIP), b"", 0
    try:
        while len(body) <= most and not unpacking.eof:
            piece = unpacking.unconsumed_tail
            if not piece:
                piece = response.read(min(_PIECE, most + 1 - taken))
                taken += len(piece)
            if not piece:
                _check_whole(response, taken <= most)
                break
            body += unpacking.decompress(piece, most + 1 - len(body))
    except zlib.error as error:
        raise NotReached("The answer cannot be unpacked.") from error
    return body[:most], len(body) <= most and (unpacking.eof or not taken)
