from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from extract.errors import IljariError
from extract.web.addresses import Guard, is_public, system_resolver
from extract.web.attempts import FetchFailed


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "211.34.228.1", "192.0.1.1", "2606:4700::1111", "2001:220::1", "64:ff9b::8.8.8.8"]
)
def test_addresses_of_the_public_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.19.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
        "2606:4700::5efe:7f00:1",
        "2606:4700::200:5efe:7f00:1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "fe80::1%1",
        "2606:4700::1%1",
    ],
)
def test_addresses_of_everything_else_are_not(text: str) -> None:
    assert not is_public(ip_address(text))


def test_every_address_of_a_name_must_be_allowed() -> None:
    guard = Guard(resolve=lambda host, port: ["1.1.1.1", "10.0.0.7"])
    with pytest.raises(FetchFailed) as failure:
        guard.addresses("mixed.example.org", 80)
    assert failure.value.reason == "forbidden_address"
    assert failure.value.detail == "mixed.example.org leads to 10.0.0.7, which is not public"
    assert Guard(["10.0.0.0/8"], lambda host, port: ["1.1.1.1", "10.0.0.7"]).addresses("mixed.example.org", 80) == [
        "1.1.1.1",
        "10.0.0.7",
    ]


@pytest.mark.parametrize("answer", [[], OSError("x"), UnicodeError("x")])
def test_a_name_without_addresses_is_a_failure_that_may_pass(answer: Sequence[str] | Exception) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(FetchFailed, match="dns") as failure:
        Guard(resolve=resolve).addresses("none.example.org", 80)
    assert not failure.value.is_lasting


def test_a_resolver_that_answers_with_something_else_is_refused() -> None:
    with pytest.raises(FetchFailed, match="forbidden_address"):
        Guard(resolve=lambda host, port: ["0x7f000001"]).addresses("odd.example.org", 80)


def test_an_address_is_not_resolved() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise AssertionError(host)

    assert Guard(resolve=resolve).addresses("1.1.1.1", 80) == ["1.1.1.1"]


def test_what_the_system_knows_as_this_machine_is_refused() -> None:
    assert "127.0.0.1" in system_resolver("localhost", 80)
    with pytest.raises(
        FetchFailed, match=r"forbidden_address: localhost leads to (127\.0\.0\.1|::1), which is not public"
    ):
        Guard().addresses("localhost", 80)


def test_networks_that_are_none_say_so() -> None:
    with pytest.raises(IljariError, match="allowed_networks"):
        Guard(["10.0.0.1/8"])
