"""Asking another server whether an address still answers, without being led anywhere inside.

An address in an article is somebody's input. Whoever writes it must not be able to make this
program speak to the network that it stands in, so each step of the way, redirects included, is
resolved once, every address that the name has must be public, and the connection goes to exactly
the address that was looked at. Nothing of ours is sent: no cookie, no login, no referrer. Little is
read, and nobody can keep us waiting.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS_A_STEP: Final = 5.0
SECONDS_IN_ALL: Final = 15.0
MOST_REDIRECTS: Final = 5
MOST_BYTES: Final = 1024
"""Of a body, where a server wants to be asked for one. It is read and thrown away."""

_AGENT: Final = "WellnessLinkCheck/1.0"
_NOT_WITHOUT_BODY: Final = frozenset({400, 403, 404, 405, 500, 501, 503})
"""Answers to HEAD that say nothing yet: some servers know GET only."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is anybody's on the internet: no part of a private or special network."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address in _TRANSLATED:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")


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


def _status(url: str, guard: Guard, deadline: float) -> int:
    """The last status on the way that the address leads."""
    for _step in range(MOST_REDIRECTS + 1):
        status, onward = _answer(url, "HEAD", guard, deadline)
        if status in _NOT_WITHOUT_BODY:
            status, onward = _answer(url, "GET", guard, deadline)
        if status not in (301, 302, 303, 307, 308) or not onward:
            return status
        try:
            url = urljoin(url, onward)
        except ValueError:
            raise NotReached("This address leads on to one that cannot be read.") from None
    raise NotReached("This address leads on and on, and nowhere.")


def _answer(url: str, method: str, guard: Guard, deadline: float) -> tuple[int, str]:
    """Status and next address of one request."""
    parts, port = _read(url, guard)
    host = (parts.hostname or "").rstrip(".")
    left = min(SECONDS_A_STEP, deadline - time.monotonic())
    if left <= 0:
        raise NotReached("The server at this address took too long to answer.")
    connection = _Pinned(host, port, _resolve(host, port, guard), parts.scheme == "https", left)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        path.encode("ascii")
    except UnicodeEncodeError:
        path = "".join(c if c.isascii() else _quoted(c) for c in path)
    try:
        connection.request(
            method, path, headers={"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"}
        )
        response = connection.getresponse()
        if method == "GET":
            response.read(MOST_BYTES)
        return response.status, response.headers.get("Location", "")
    except TimeoutError:
        raise NotReached("The server at this address took too long to answer.") from None
    except ssl.SSLError:
        raise NotReached("The certificate of this address is not valid.") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotReached("The server at this address does not answer.") from None
    finally:
        connection.close()


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
    """A connection to an address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, tls: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._tls = tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
