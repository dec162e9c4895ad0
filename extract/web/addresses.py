"""Which addresses may be connected to: what is public, and what the user names.

The name is resolved once for each request; every address of the answer is checked, and the socket goes to one of those
that were checked, so a second answer of the name server (DNS rebinding) is never asked for.
"""

import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from extract.errors import IljariError
from extract.web.attempts import FetchFailed

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
#: Host and port to the addresses as text, in the order to try. Raises OSError where there are none.
Resolver = Callable[[str, int], Sequence[str]]

#: Not public, by the registries of special-purpose addresses (IANA, RFC 6890 and its updates), written out because
#: `ipaddress.is_global` changed between patch releases of Python; and one that only looks public.
_FORBIDDEN: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier NAT; a cloud's metadata at 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's platform service behind a public address
        "169.254.0.0/16",  # link-local; metadata of most clouds at 169.254.169.254
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; metadata at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
#: Everything public in IPv6 is here (RFC 4291); mapped, compatible, private, link-local and multicast ones are not.
_IPV6_GLOBAL = IPv6Network("2000::/3")
#: Networks without IPv4 reach it through these (RFC 6052); the address inside decides.
_NAT64 = IPv6Network("64:ff9b::/96")
#: Interface identifiers that tunnel to the IPv4 address in their last 32 bits (RFC 5214).
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host, each once, in its order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Guard:
    """Names to addresses that may be connected to."""

    def __init__(self, allowed_networks: Iterable[str] = (), resolve: Resolver = system_resolver) -> None:
        """`allowed_networks` (CIDR) may be asked although they are not public. Raises IljariError for what is none."""
        try:
            self._allowed = tuple(ip_network(text) for text in allowed_networks)
        except ValueError as error:
            raise IljariError(f"allowed_networks: {error}. Give networks such as 192.0.2.0/24.") from error
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host. One that is not allowed refuses them all: an honest name never mixes.

        Raises FetchFailed: dns, forbidden_address.
        """
        try:
            found = [ip_address(text) for text in self._asked(host, port)]
        except (OSError, UnicodeError) as error:
            raise FetchFailed("dns", f"{host}: {getattr(error, 'strerror', None) or 'no such name'}") from None
        except ValueError:
            raise FetchFailed("forbidden_address", f"{host}: the resolver's answer is no address") from None
        if not found:
            raise FetchFailed("dns", f"{host}: no address")
        for address in found:
            if not self.allows(address):
                leads = "" if str(address) == host else f"{host} leads to "
                raise FetchFailed("forbidden_address", f"{leads}{address}, which is not public")
        return [str(address) for address in found]

    def allows(self, address: Address) -> bool:
        return any(address in network for network in self._allowed) or is_public(address)

    def _asked(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            return self._resolve(host, port)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet."""
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address not in _IPV6_GLOBAL or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
            return False
    return not any(address in network for network in _FORBIDDEN)
