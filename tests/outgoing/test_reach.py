import pytest

from briefs.outgoing import public_web

CLOSED = [
    *("0.0.0.0", "10.1.2.3", "100.100.100.200", "127.0.0.1", "127.255.255.254"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1"),
    *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1"),
    *("239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1"),
    *("64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1"),
    *("5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("number", CLOSED)
def test_what_is_around_the_site_is_closed(number):
    assert not public_web(number, 80)
    assert not public_web(number, 443)


@pytest.mark.parametrize(
    "number", ["1.1.1.1", "9.255.255.255", "172.32.0.1", "192.169.0.1", "2606:4700:4700::1111"]
)
def test_the_public_web_is_open_on_its_two_ports(number):
    assert [port for port in (22, 25, 80, 443, 6379, 8080) if public_web(number, port)] == [80, 443]
