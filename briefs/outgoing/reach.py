"""Where the site may connect to: machines of the public web, never those around it.

Whoever can make the site fetch an address could otherwise use it to look into the network it
stands in, or ask the cloud's metadata service for its keys.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

PORTS = frozenset({80, 443})

# What is not the public Internet: IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast.
# Written out, for what ``ipaddress`` calls global differs between releases of Python.
_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # A public number that Azure's machines reach their host by.
        "168.63.129.16/32",
    )
)
# Of IPv6 the global unicast space alone is open. Outside of it lie loopback, link-local, unique
# local, multicast, IPv4-mapped and NAT64 (64:ff9b::) addresses.
_OPEN_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo, which carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries an IPv4 address
        "3fff::/20",
    )
)


def public_web(address: str, port: int) -> bool:
    """Whether a machine of the public Internet has this number, and the port is one of the web."""
    if port not in PORTS:
        return False
    number = ip_address(address)
    if isinstance(number, IPv4Address):
        return not any(number in network for network in _CLOSED_4)
    return number in _OPEN_6 and not any(number in network for network in _CLOSED_6)
