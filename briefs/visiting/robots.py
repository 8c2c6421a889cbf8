"""What a machine asks of programs in its robots.txt (RFC 9309)."""

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from briefs.outgoing import OutgoingError, Refused, fetch
from briefs.outgoing.connecting import MayReach

MOST_BYTES = 500 * 1024  # RFC 9309, 2.5
LONGEST_PAUSE = 30.0


class Robots:
    """The rules of one host: each origin's are asked for once, with its first page."""

    def __init__(self, agent: str, *, seconds: float, may_reach: MayReach) -> None:
        self._agent, self._seconds, self._may_reach = agent, seconds, may_reach
        self._known: dict[str, RobotFileParser | str] = {}

    def rules(self, url: str) -> RobotFileParser | str:
        """The rules for a page; or in words why they cannot be had for now (2.3.1.4)."""
        origin = urlsplit(url)._replace(path="/robots.txt", query="", fragment="").geturl()
        if origin not in self._known:
            self._known[origin] = self._ask(origin)
        return self._known[origin]

    def _ask(self, address: str) -> RobotFileParser | str:
        rules = RobotFileParser()
        try:
            answer = fetch(
                address,
                headers={"User-Agent": self._agent},
                seconds=self._seconds,
                most_bytes=MOST_BYTES,
                may_reach=self._may_reach,
            )
        except Refused:
            # Visiting the page itself says why.
            answer = None
        except OutgoingError as error:
            return str(error)
        if answer is not None and answer.status >= 500:
            return f"Its robots.txt is answered with {answer.status}."
        readable = answer is not None and 200 <= answer.status < 300
        lines = answer.body.decode("utf-8", "replace").splitlines() if answer and readable else []
        rules.parse(lines)
        return rules

    def may_visit(self, rules: RobotFileParser, url: str) -> bool:
        return rules.can_fetch(self._agent, url)

    def pause(self, rules: RobotFileParser, least: float) -> float:
        """Seconds between two requests: those that are asked for, up to half a minute."""
        asked = rules.crawl_delay(self._agent)
        return max(least, min(float(asked or 0), LONGEST_PAUSE))
