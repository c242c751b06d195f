"""Asking another server whether an address answers, or for what is there, without being led inside.

An address in an article is somebody's input. Whoever writes it must not be able to make this
program speak to the network that it stands in, so each step of the way, redirects included, is
resolved once, every address that the name has must be public, and the connection goes to exactly
the address that was looked at. Nothing of ours is sent: no cookie, no login, no referrer. Little is
read, and nobody can keep us waiting: a connection is cut when its time is over, whatever it does.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS_A_STEP: Final = 5.0
SECONDS_IN_ALL: Final = 15.0
MOST_REDIRECTS: Final = 5
MOST_BYTES: Final = 1024
"""Of a body, where a server wants to be asked for one. It is read and thrown away."""

_AGENT: Final = "WellnessLinkCheck/1.0"
_ASKS: Final = {"User-Agent": _AGENT, "Accept": "*/*"}
_ONWARD: Final = frozenset({301, 302, 303, 307, 308})
_PIECE: Final = 16 * 1024
_NOT_WITHOUT_BODY: Final = frozenset({400, 403, 404, 405, 500, 501, 503})
"""Answers to HEAD that say nothing yet: some servers know GET only."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is anybody's on the internet: no part of a private or special network."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # assignments of protocols
        "192.88.99.0/24",  # the way into 6to4
        "100.64.0.0/10",  # shared by the customers of a provider
        "198.18.0.0/15",  # measurements
        "64:ff9b::/96",  # what follows leads to an IPv4 address, which may be inside
        "64:ff9b:1::/48",
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local, of old
        "fc00::/7",  # unique local
        "3fff::/20",  # documentation
        "2001:db8::/32",
        "2001:2::/48",  # measurements
        "2001:10::/28",  # names of hosts, no places
        "2001:20::/28",
        "5f00::/16",  # routing by segments
        "100::/64",  # thrown away
    )
)
"""What versions of Python disagree about, by name: some call a few of these global."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Which addresses may be reached.

    Attributes:
        allows: asked about every address that a name resolves to.
        ports: the ports that may be asked; empty for any.
    """

    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = field(default=frozenset({80, 443}))


PUBLIC: Final = Guard()


class NotReached(Exception):
    """Readers would not get the page; the message is a sentence for people."""


class NotAsked(Exception):
    """The address is one that the program does not ask."""


def problem_with(url: str, *, may_reach: Guard = PUBLIC) -> str:
    """Why readers would not get the page at an address, as a sentence; empty where they would.

    Empty as well where nobody can tell: for an address that the guard refuses, and for a server
    that does not speak to programs.
    """
    try:
        status = _status(url, may_reach, time.monotonic() + SECONDS_IN_ALL)
    except NotReached as error:
        return str(error)
    except NotAsked:
        return ""
    if status in (404, 410):
        return f"There is no page at this address any more ({status})."
    return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered in the end.

    Attributes:
        url: the address that answered, after redirects.
        kind: the media type, in small letters and without parameters.
        charset: what the server says of the encoding; empty where it says nothing.
        is_whole: whether `body` is all of it, or only as much as was asked for.
    """

    url: str
    status: int
    kind: str = ""
    charset: str = ""
    body: bytes = b""
    is_whole: bool = True


def fetch(
    url: str,
    *,
    accept: str,
    agent: str,
    kinds: Collection[str],
    most_bytes: int,
    seconds: float = SECONDS_IN_ALL,
    may_reach: Guard = PUBLIC,
) -> Answer:
    """What is at an address, as far as `most_bytes`.

    The body is read only where the answer is a 200 of one of the media types `kinds`.

    Raises:
        NotReached: no answer came, or not in time.
        NotAsked: this address, or one that it leads to, is none that the program asks.
    """
    deadline = time.monotonic() + seconds
    headers = {"User-Agent": agent, "Accept": accept}
    for _step in range(MOST_REDIRECTS + 1):
        with _asked(url, "GET", headers, may_reach, deadline) as response:
            onward = response.headers.get("Location", "")
            if response.status not in _ONWARD or not onward:
                kind = response.headers.get_content_type().lower()
                charset = response.headers.get_content_charset() or ""
                answer = Answer(url, response.status, kind, charset)
                if response.status != 200 or kind not in kinds:
                    return answer
                body = _body(response, most_bytes + 1)
                whole = len(body) <= most_bytes
                return Answer(url, 200, kind, charset, body[:most_bytes], whole)
        url = _next(url, onward)
    raise NotReached("This address leads on and on, and nowhere.")


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """At most so many bytes; a server that never ends is left after them."""
    pieces, left = list[bytes](), most
    while left > 0:
        piece = response.read1(min(left, _PIECE))
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _status(url: str, guard: Guard, deadline: float) -> int:
    """The last status on the way that the address leads."""
    for _step in range(MOST_REDIRECTS + 1):
        status, onward = _answer(url, "HEAD", guard, deadline)
        if status in _NOT_WITHOUT_BODY:
            status, onward = _answer(url, "GET", guard, deadline)
        if status not in _ONWARD or not onward:
            return status
        url = _next(url, onward)
    raise NotReached("This address leads on and on, and nowhere.")


def _next(url: str, onward: str) -> str:
    try:
        return urljoin(url, onward)
    except ValueError:
        raise NotReached("This address leads on to one that cannot be read.") from None


def _answer(url: str, method: str, guard: Guard, deadline: float) -> tuple[int, str]:
    """Status and next address of one request."""
    with _asked(url, method, _ASKS, guard, deadline) as response:
        if method == "GET":
            _body(response, MOST_BYTES)
        return response.status, response.headers.get("Location", "")


@contextmanager
def _asked(
    url: str, method: str, headers: Mapping[str, str], guard: Guard, deadline: float
) -> Iterator[http.client.HTTPResponse]:
    """The answer to one request, to be read within; what goes wrong is said as a sentence."""
    parts, port = _read(url, guard)
    host = (parts.hostname or "").rstrip(".")
    left = min(SECONDS_A_STEP, deadline - time.monotonic())
    if left <= 0:
        raise NotReached(_TOO_LONG)
    connection = _Pinned(host, port, _resolve(host, port, guard), parts.scheme == "https", left)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        path.encode("ascii")
    except UnicodeEncodeError:
        path = "".join(c if c.isascii() else _quoted(c) for c in path)
    try:
        connection.request(method, path, headers={**headers, "Connection": "close"})
        yield connection.getresponse()
        if connection.was_cut:
            raise TimeoutError
    except TimeoutError:
        raise NotReached(_TOO_LONG) from None
    except ssl.SSLError:
        if connection.was_cut:
            raise NotReached(_TOO_LONG) from None
        raise NotReached("The certificate of this address is not valid.") from None
    except (OSError, http.client.HTTPException, ValueError):
        if connection.was_cut:
            raise NotReached(_TOO_LONG) from None
        raise NotReached("The server at this address does not answer.") from None
    finally:
        connection.over()
        connection.close()


_TOO_LONG: Final = "The server at this address took too long to answer."


def _quoted(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _read(url: str, guard: Guard) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotAsked from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise NotAsked
    if guard.ports and port not in guard.ports:
        raise NotAsked
    return parts, port


def _resolve(host: str, port: int, guard: Guard) -> str:
    """The address to connect to, after every address of the name was looked at."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached("The server of this address is not known any more.") from None
    found = [str(answer[4][0]) for answer in answers]
    for text in found:
        if "%" in text or not guard.allows(ipaddress.ip_address(text)):
            raise NotAsked
    if not found:
        raise NotReached("The server of this address is not known any more.")
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at, under the name that was asked for.

    The time-out of a socket begins anew with every byte, so that a server could keep us for hours
    by sending one now and then. Here a timer cuts the connection when its time is over.
    """

    def __init__(self, host: str, port: int, address: str, tls: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._tls = tls
        self._reached: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.was_cut = False

    def connect(self) -> None:
        self._timer.start()
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        self._reached = self.sock
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._reached = self.sock
            self.sock.do_handshake()

    def _cut(self) -> None:
        self.was_cut = True
        if self._reached is not None:
            with suppress(OSError):  # it may be closed already
                # Past what TLS would say in leaving: another thread is waiting in it.
                socket.socket.shutdown(self._reached, socket.SHUT_RDWR)

    def over(self) -> None:
        """Stop the clock, whatever came."""
        self._timer.cancel()
