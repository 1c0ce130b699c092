"""Who asks for the page: somebody at this computer, or somebody who may sit anywhere."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

#: What servers on the way add, by how its name begins or what stands in it; a browser that opens a page sends
#: none of these, and no name that begins with “X-”.
_ADDED_ON_THE_WAY = re.compile(
    r"^(x-|via|cf-|cdn-|fly-|fastly-|akamai-|true-client|front-end|remote-|tailscale-|ngrok-|incap-|client-ip"
    r"|wl-proxy|max-forwards|trace|b3|baggage)|forward|proxy(?!-connection$)"
)


def is_at_this_computer() -> bool:
    """Tell whether the page is asked for at this computer, by its own name, and through no other server."""
    return listens_here_alone() and came_straight(st.context.headers)


def listens_here_alone() -> bool:
    """Tell whether the server answers this computer alone."""
    return is_loopback(str(st.get_option("server.address") or ""))


def came_straight(headers: Mapping[str, str]) -> bool:
    """Tell whether a request was made at this computer and passed through no other server.

    ``headers``: none at all where a page is run without a browser. A header that a server on the way adds
    counts when it is empty, too; and so does a page of another name, which a browser tells as its origin.
    """
    if any(_ADDED_ON_THE_WAY.search(name.lower()) for name in headers):
        return False
    plain = {name.lower(): value for name, value in headers.items()}
    origin = plain.get("origin")
    if origin is not None and not is_loopback(_host_of(origin)):
        return False
    return not plain or is_loopback(_host_of(f"//{plain.get('host', '')}"))


def is_loopback(host: str) -> bool:
    """Tell whether a name or an address is of this computer alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_of(address: str) -> str:
    """Return the host of an address, "" where it has none."""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
