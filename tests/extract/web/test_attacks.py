"""What a hostile site tries, and what becomes of it. The table in docs/sources.md is this one."""

import gzip
import resource
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from backports import zstd

from extract.web.client import Client, FetchFailed
from tests.web_site import (
    LOOPBACK,
    Behaviour,
    WebSite,
    answer,
    dies,
    drip,
    endless,
    endless_body,
    gzip_bomb,
    header_flood,
    interim_flood,
    packed,
    page,
    raw,
    redirect,
    silent,
    truncated_gzip,
    wrong_length,
)

Make = Callable[..., Client]

OK = b"HTTP/1.1 200 OK\r\n"
MIB = 1 << 20


@dataclass(frozen=True)
class Attack:
    name: str
    outcome: str
    behaviour: Behaviour


def _chunked(*parts: bytes) -> Behaviour:
    return raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", *parts)


#: 1 MiB of body; what is about bytes has time enough on the busiest machine, what is about time has little of the one
#: that it is about.
CAPS = {"max_bytes": MIB, "retries": 0, "read_seconds": 100.0, "total_seconds": 200.0}
HURRY = {"timeout": {"read_seconds": 0.1}, "too_slow": {"total_seconds": 0.3}}

ATTACKS = [
    # where to
    Attack("redirect to loopback", "forbidden_address", redirect("http://127.1.2.3:8080/admin")),
    Attack("redirect to localhost by name", "forbidden_address", redirect("http://localhost:8080/")),
    Attack("redirect to a private network", "forbidden_address", redirect("http://10.0.0.1/")),
    Attack("redirect to 192.168.0.0/16", "forbidden_address", redirect("http://192.168.0.1/")),
    Attack("redirect to cloud metadata", "forbidden_address", redirect("http://169.254.169.254/latest/meta-data/")),
    Attack("redirect to metadata at 100.100.100.200", "forbidden_address", redirect("http://100.100.100.200/")),
    Attack("redirect to metadata behind a public address", "forbidden_address", redirect("http://168.63.129.16/")),
    Attack("redirect to 0.0.0.0", "forbidden_address", redirect("http://0.0.0.0/")),
    Attack("redirect to an integer for an address", "forbidden_address", redirect("http://2852039166/")),
    Attack("redirect to a hexadecimal address", "forbidden_address", redirect("http://0xA9.0xFE.0xA9.0xFE/")),
    Attack("redirect to an octal address", "forbidden_address", redirect("http://0251.0376.0251.0376/")),
    Attack("redirect to a short address (10.1)", "forbidden_address", redirect("http://10.1/")),
    Attack("redirect to digits of another script", "forbidden_address", redirect("http://%EF%BC%91%EF%BC%90.0.0.1/")),
    Attack("redirect to IPv6 loopback", "forbidden_address", redirect("http://[::1]/")),
    Attack("redirect to IPv4 in IPv6 (::ffff:10.0.0.1)", "forbidden_address", redirect("http://[::ffff:10.0.0.1]/")),
    Attack("redirect to IPv4 by 6to4", "forbidden_address", redirect("http://[2002:a00:1::]/")),
    Attack("redirect to IPv4 by NAT64", "forbidden_address", redirect("http://[64:ff9b::a00:1]/")),
    Attack("redirect to IPv4 by Teredo", "forbidden_address", redirect("http://[2001::a00:1]/")),
    Attack("redirect to IPv6 link-local", "forbidden_address", redirect("http://[fe80::1]/")),
    Attack(
        "redirect to IPv6 private, metadata at fd00:ec2::254", "forbidden_address", redirect("http://[fd00:ec2::254]/")
    ),
    Attack(
        "redirect with a user name that looks like a host",
        "forbidden_address",
        redirect("http://example.org@10.0.0.1/"),
    ),
    Attack("redirect with a backslash before the host", "bad_url", redirect("http://example.org\\@10.0.0.1/")),
    Attack("redirect to a file", "forbidden_scheme", redirect("file:///etc/passwd")),
    Attack(
        "redirect to gopher, ftp, data, javascript", "forbidden_scheme", redirect("gopher://10.0.0.1:6379/_FLUSHALL")
    ),
    Attack("redirect in a circle", "too_many_redirects", redirect("/attack")),
    Attack("address of 9,000 characters", "bad_url", redirect("/" + "a" * 9000)),
    # how much
    Attack("gzip bomb, 1 GiB in 1 MB", "too_large", gzip_bomb(1 << 30)),
    Attack(
        "gzip bomb in a gzip bomb", "too_large", packed(gzip.compress(gzip.compress(bytes(64 * MIB))), "gzip, gzip")
    ),
    Attack("brotli bomb", "too_large", packed(brotli.compress(bytes(64 * MIB), quality=3), "br")),
    Attack("zstd bomb", "too_large", packed(zstd.compress(bytes(64 * MIB)), "zstd")),
    Attack("twenty codings on top of each other", "bad_encoding", packed(b"x", ", ".join(["gzip"] * 20))),
    Attack("coding that nobody knows", "bad_encoding", packed(b"x", "exi")),
    Attack("50,000 empty gzip members", "bad_encoding", packed(gzip.compress(b"") * 50_000)),
    Attack(
        "gzip whose file name never ends",
        "too_large",
        endless(OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0", b"a" * 4096),
    ),
    Attack("endless body", "too_large", endless_body()),
    Attack("endless body in chunks", "too_large", endless_body(chunked=True)),
    Attack("Content-Length of a terabyte", "too_large", wrong_length(b"x", 1 << 40)),
    Attack("header flood", "too_large", header_flood()),
    Attack("header field that never ends", "too_large", endless(OK + b"X-Long: ", b"y" * 4096)),
    Attack("status line that never ends", "too_large", endless(b"HTTP/1.1 200 ", b"y" * 4096)),
    Attack(
        "500 header fields",
        "too_large",
        raw(OK + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"Content-Length: 0\r\n\r\n"),
    ),
    Attack("interim answers (103) for ever", "too_large", interim_flood()),
    Attack("chunk size that never ends", "too_large", endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 4096)),
    Attack(
        "chunk extension that never ends",
        "too_large",
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"e" * 4096),
    ),
    Attack(
        "trailer fields for ever", "too_large", endless(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n")
    ),
    # how long
    Attack("nothing at all", "timeout", silent()),
    Attack("slow drip in the status line", "too_slow", drip(b"HTTP/1.1 200 ")),
    Attack("slow drip in the header", "too_slow", drip(OK + b"X-Slow: ")),
    Attack("slow drip in the body", "too_slow", drip(OK + b"\r\n")),
    Attack("slow drip in a chunk", "too_slow", drip(OK + b"Transfer-Encoding: chunked\r\n\r\nFFFF\r\n")),
    Attack(
        "slow drip into gzip",
        "too_slow",
        drip(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10] + b"\x00\xff\xff\x00\x00"),
    ),
    Attack(
        "a start, then nothing",
        "timeout",
        lambda connection, request: (
            connection.sendall(OK + b"Content-Length: 9\r\n\r\nx"),
            silent()(connection, request),
        ),
    ),
    # what
    Attack("less than the Content-Length", "truncated", wrong_length(b"half", 8)),
    Attack("reset in the middle", "truncated", dies(b"half")),
    Attack("chunked, no last chunk", "truncated", _chunked(b"4\r\nhalf\r\n")),
    Attack("gzip cut in the middle", "truncated", truncated_gzip(bytes(range(256)) * 9)),
    Attack("header cut in the middle", "truncated", raw(OK + b"Content-Le")),
    Attack("gzip announced, plain sent", "bad_encoding", packed(b"<p>plain</p>")),
    Attack("two Content-Lengths", "bad_response", raw(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab")),
    Attack("Content-Length of -1", "bad_response", wrong_length(b"a", -1)),
    Attack("Content-Length of 4,000 digits", "bad_response", wrong_length(b"a", "9" * 4000)),
    Attack("chunk of a negative size", "bad_response", _chunked(b"-1\r\na\r\n")),
    Attack("header line without a name", "bad_response", raw(OK + b": x\r\n\r\n")),
    Attack("zero bytes in the header", "bad_response", raw(OK + b"X: a\0b\r\n\r\n")),
    Attack("no HTTP (SSH, HTTP/0.9, HTTP/2)", "bad_response", raw(b"SSH-2.0-OpenSSH_9\r\n\r\n")),
    Attack(
        "switch to another protocol (101)",
        "bad_response",
        raw(b"HTTP/1.1 101 Go\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"),
    ),
    Attack("a part (206) that nobody asked for", "http_other", answer(206, b"part")),
    Attack("hung up without a word", "connection", raw()),
]


def attacked(site: WebSite, client: Client) -> FetchFailed:
    with pytest.raises(FetchFailed) as failure:
        client.get(site.url("/attack"))
    return failure.value


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_costs_a_row_that_says_so(attack: Attack, client: Make) -> None:
    with WebSite(host="127.0.0.2") as site:
        site.at("/attack", attack.behaviour)
        # The site's own address may be asked; what it leads to is checked as for everybody.
        caps = CAPS | HURRY.get(attack.outcome, {})
        failure = attacked(site, client(allowed_networks=("127.0.0.2/32",), **caps))
    assert failure.reason == attack.outcome
    assert failure.attempts[-1].outcome == attack.outcome
    assert failure.attempts[-1].error == failure.detail
    assert len(failure.detail) < 300


def test_the_table_in_the_documentation_is_this_one() -> None:
    text = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")
    lines = text.partition("| attack | outcome |")[2].partition("\n\n")[0].splitlines()
    rows = [line for line in lines if line.startswith("| ") and line.endswith("` |")]
    assert rows == [f"| {attack.name} | `{attack.outcome}` |" for attack in ATTACKS]


def test_chunks_that_are_mostly_frame_end_before_the_body_is_at_its_cap(client: Make) -> None:
    """A million chunks of one byte: each takes as long to read as a large one."""
    with WebSite() as site:
        site.at("/attack", _chunked(b"1\r\nx\r\n" * 1_000_000, b"0\r\n\r\n"))
        failure = attacked(site, client(total_seconds=200.0))
        assert (failure.reason, failure.detail) == ("too_large", "the body comes in chunks that are mostly frame")
        assert (failure.attempts[-1].bytes or 0) < 100_000
        site.at("/small", _chunked(b"a\r\n0123456789\r\n" * 3_000, b"0\r\n\r\n"))
        assert client(total_seconds=200.0).get(site.url("/small")).content == b"0123456789" * 3_000


def test_a_bomb_of_a_gibibyte_takes_no_memory(client: Make) -> None:
    with WebSite() as site:
        site.at("/attack", gzip_bomb(1 << 30))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        attacked(site, client(max_bytes=16 * MIB))
        grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 200 * 1024


def test_a_name_that_changes_its_address_is_resolved_once(client: Make) -> None:
    """DNS rebinding: public when it is checked, private when it is connected to."""
    with WebSite() as victim, WebSite(host="127.0.0.2") as paper:
        victim.at("/a", page(b"inside"))
        answers = iter([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])
        asked = []

        def resolve(host: str, port: int) -> list[str]:
            asked.append(host)
            return next(answers)

        polite = client(allowed_networks=("127.0.0.2/32",), resolve=resolve)
        paper.at("/robots.txt", answer(404))
        # the request after that: the name now leads inside, and is refused before anything is sent there
        failure = attack_by_name(polite, f"http://rebinding.example.org:{paper.port}/a")
        assert failure.reason == "forbidden_address"
        assert asked == ["rebinding.example.org"] * 2  # once for each of two requests, never twice for one
        assert paper.paths() == ["/robots.txt"]
        assert victim.n_connections == 0


def test_a_name_with_a_public_and_a_private_address_is_refused(client: Make) -> None:
    with WebSite() as victim:
        polite = client(allowed_networks=("127.0.0.2/32",), resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
        assert attack_by_name(polite, f"http://both.example.org:{victim.port}/a").reason == "forbidden_address"
        assert victim.n_connections == 0


def test_a_public_site_does_not_lead_into_a_network_that_is_allowed(
    client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user allows an intranet; a stranger's redirect, of a page or of robots.txt, still does not get there."""
    for module in ("addresses", "exchange"):
        monkeypatch.setattr(f"extract.web.{module}.is_public", lambda address: str(address) == "127.0.0.2")
    with WebSite() as inside, WebSite(host="127.0.0.2") as stranger, WebSite(host="127.0.0.2") as other:
        inside.at("/a", redirect("/b"))
        inside.at("/b", page(b"inside"))
        stranger.at("/a", redirect(inside.url("/b")))
        polite = client(allowed_networks=("127.0.0.1/32",))
        assert polite.get(inside.url("/a")).content == b"inside"
        n_before = inside.n_connections
        assert attack_by_name(polite, stranger.url("/a")).reason == "forbidden_address"
        other.at("/robots.txt", redirect(inside.url("/b")))
        assert attack_by_name(polite, other.url("/a")).reason == "robots_unreachable"
        assert inside.n_connections == n_before


def attack_by_name(client: Client, url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as failure:
        client.get(url)
    return failure.value


def test_one_hostile_host_does_not_hold_up_the_others(client: Make) -> None:
    with WebSite() as hostile, WebSite() as paper:
        over = threading.Event()
        hostile.at("/a", lambda connection, request: over.wait(60))
        paper.at("/a", page())
        polite = client(retries=0)
        reasons: list[str] = []

        def ask_the_hostile_one() -> None:
            reasons.append(attack_by_name(polite, hostile.url("/a")).reason)

        thread = threading.Thread(target=ask_the_hostile_one)
        thread.start()
        assert polite.get(paper.url("/a")).status == 200
        assert reasons == []
        over.set()
        thread.join()
        assert reasons == ["connection"]


def test_nothing_is_asked_of_loopback_unless_it_is_named(site: WebSite, client: Make) -> None:
    site.at("/a", page())
    assert attack_by_name(client(allowed_networks=()), site.url("/a")).reason == "forbidden_address"
    assert site.n_connections == 0
    assert client(allowed_networks=(LOOPBACK,)).get(site.url("/a")).status == 200
