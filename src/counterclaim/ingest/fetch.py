"""Fetches addresses of the web politely: one request at a time for each host, robots.txt, no private addresses."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from counterclaim.errors import InputError, OptionError, TooLargeInput, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from counterclaim.ingest.subscriptions import Manners

_MOST_REDIRECTS = 5
_ROBOTS_BYTES = 500_000  # RFC 9309, 2.5: a crawler reads at least 500 KiB


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the last address after redirects, its status, headers with lower-case names, and its body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Unwelcome(InputError):
    """The host asks not to be read, or, where it is ``busy``, not so soon; ``wait`` is how many seconds it names."""

    def __init__(self, message: str, *, subject: str, busy: bool = False, wait: float | None = None) -> None:
        """Keep whether and how long to wait beside message and subject."""
        super().__init__(message, subject=subject)
        self.busy, self.wait = busy, wait


class Fetcher:
    """A client with manners. Use it as a context manager."""

    def __init__(
        self,
        manners: Manners,
        *,
        allow_private: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Set up a client.

        Args:
            manners: name, pause and bounds.
            allow_private: let addresses of this machine and its own network pass.
            clock: seconds, for the pause between requests.
            sleep: waits for so many seconds.

        Raises:
            OptionError: httpx is not installed.
        """
        self._manners, self._clock, self._sleep = manners, clock, sleep
        self._client = guarded_client(manners, allow_private)
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """What an address answers: 200, or 304 to a conditional request.

        Raises:
            Unwelcome: robots.txt forbids it, or the host is busy (429, 503).
            UnreadableInput: no answer, another status, too many redirects, or a private address.
            TooLargeInput: the answer is larger than the manners allow.
        """
        at = url
        for _ in range(_MOST_REDIRECTS + 1):
            self._ask_robots(at)
            answer = self._request(at, headers or {}, self._manners.most_bytes)
            if answer.status in (301, 302, 303, 307, 308) and "location" in answer.headers:
                at = urljoin(at, answer.headers["location"])
                continue
            return _welcome(answer, url)
        raise UnreadableInput(f"{url} sends from one address to the next without end; leave it out", subject=url)

    def _request(self, url: str, headers: Mapping[str, str], most: int) -> Fetched:
        import httpx

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UnreadableInput(f"{url} is no address of the web", subject=url)
        self._wait_for(parts.netloc)
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as answer:
                body = bytearray()
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > most:
                        raise TooLargeInput(
                            f"{url} answers with more than {most:,} bytes; it was left out", subject=url
                        )
                named = {name.lower(): value for name, value in answer.headers.items()}
                return Fetched(str(answer.url), answer.status_code, named, bytes(body))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise UnreadableInput(f"{url} gave no answer: {error or type(error).__name__}", subject=url) from error

    def _wait_for(self, host: str) -> None:
        last = self._last.get(host)
        if last is not None and (left := last + self._manners.pause - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()

    def _ask_robots(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._robots_of(origin)
        if not self._robots[origin].can_fetch(self._manners.agent, url):
            raise Unwelcome(f"{url}: the host's robots.txt asks programs not to read it; leave it out", subject=url)

    def _robots_of(self, origin: str) -> RobotFileParser:
        """The rules of a host; 4xx allows everything, 5xx and silence nothing (RFC 9309, 2.3.1)."""
        rules = RobotFileParser()
        answer = self._request(f"{origin}/robots.txt", {}, _ROBOTS_BYTES)
        if answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        elif answer.status < 500:
            rules.parse([])
        else:
            rules.parse(["User-agent: *", "Disallow: /"])
        return rules


def _welcome(answer: Fetched, url: str) -> Fetched:
    if answer.status in (429, 503):
        said = answer.headers.get("retry-after", "")
        wait = float(said) if said.isdigit() else None
        message = f"{url}: the host is busy ({answer.status}); it is asked again later"
        raise Unwelcome(message, subject=url, busy=True, wait=wait)
    if answer.status not in (200, 304):
        raise UnreadableInput(f"{url} answers {answer.status}; check the address", subject=url)
    return answer


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, if all are public.

    Raises:
        OSError: there are none, or one is of this machine or of a private network: a feed must not lead there.
    """
    found = [str(known[4][0]) for known in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise OSError(
                f"{host} is {address}, a private address; allow it with --allow-private if you trust the feed"
            )
    return found


def guarded_client(manners: Manners, allow_private: bool) -> Any:
    """A client of httpx that connects to no address of this machine or a private network, unless that is allowed.

    Args:
        manners: what it calls itself, and how long it waits.
        allow_private: let such addresses pass.

    Raises:
        OptionError: httpx is not installed.
    """
    try:
        import httpcore
        import httpx
    except ImportError as error:
        raise OptionError("following feeds needs httpx: pip install 'counterclaim[feeds]'", subject="feeds") from error

    class Guarded(httpcore.SyncBackend):
        """Connects to the very address that was checked, so that a name cannot change between check and use."""

        def connect_tcp(self, host: str, port: int, *args: Any, **named: Any) -> Any:
            if allow_private:
                return super().connect_tcp(host, port, *args, **named)
            try:
                checked = public_addresses(host, port)
            except OSError as error:
                raise httpcore.ConnectError(str(error)) from error
            return super().connect_tcp(checked[0], port, *args, **named)

    transport = httpx.HTTPTransport(trust_env=False)
    transport._pool = httpcore.ConnectionPool(  # httpx has no public way to a backend of one's own
        ssl_context=httpx.create_ssl_context(), network_backend=Guarded(), max_connections=4
    )
    headers = {"User-Agent": manners.agent, "Accept-Encoding": "gzip, deflate"}
    return httpx.Client(transport=transport, timeout=manners.timeout, headers=headers, trust_env=False)
