"""Where a request comes from, as far as that is worth knowing."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any


def network_of(meta: Mapping[str, Any], *, behind_proxy: bool) -> str:
    """The address of the visitor; of IPv6 the first 64 bits, which are one household's.

    Behind a proxy it is the last address of X-Forwarded-For, the one that the proxy wrote itself;
    those before it are whatever the visitor said.
    """
    said = str(meta.get("REMOTE_ADDR", ""))
    if behind_proxy:
        said = str(meta.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip() or said
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
