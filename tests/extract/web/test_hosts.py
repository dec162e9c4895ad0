import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from extract.web.attempts import FetchFailed
from extract.web.hosts import Hosts
from tests.web_site import FakeTime

HOST = "news.example.org"


@pytest.fixture
def hosts(tmp_path: Path, time: FakeTime) -> Hosts:
    return Hosts(tmp_path / "hosts", time.now, time.sleep)


def take(hosts: Hosts, host: str = HOST, delay: float = 2.0, concurrency: int = 1, max_wait: float = 60.0) -> None:
    with hosts.turn(host, delay, concurrency, max_wait):
        pass


def test_turns_at_a_host_keep_their_distance(hosts: Hosts, time: FakeTime) -> None:
    take(hosts)
    take(hosts)
    time.passes(seconds=0.5)
    take(hosts)
    time.passes(seconds=9)
    take(hosts)
    take(hosts, delay=10)
    assert time.slept == [2.0, 1.5, 10.0]


def test_hosts_do_not_wait_for_each_other(hosts: Hosts, time: FakeTime) -> None:
    take(hosts)
    take(hosts, "other.example.org")
    take(hosts, "news.example.org:8080")
    assert time.slept == []


def test_another_process_sees_the_last_turn(hosts: Hosts, time: FakeTime, tmp_path: Path) -> None:
    take(hosts)
    take(Hosts(tmp_path / "hosts", time.now, time.sleep))
    assert time.slept == [2.0]


def test_a_held_host_is_waited_for_or_left(hosts: Hosts, time: FakeTime) -> None:
    hosts.hold(HOST, 30)
    hosts.hold(HOST, 5)
    take(hosts)
    assert time.slept == [30.0]
    hosts.hold(HOST, 61)
    with pytest.raises(
        FetchFailed, match=r"rate_limited: the next turn at news.example.org comes in 61 s: it asked"
    ) as failure:
        take(hosts)
    assert not failure.value.is_lasting
    assert time.slept == [30.0]
    take(hosts, "other.example.org")


@pytest.mark.parametrize("seconds", [1e12, float("inf")])
def test_nothing_is_held_longer_than_a_day(hosts: Hosts, time: FakeTime, seconds: float) -> None:
    hosts.hold(HOST, seconds)
    time.passes(hours=24)
    take(hosts)
    assert time.slept == []


@pytest.mark.parametrize("delay", [3600.0, 1e300, float("inf")])
def test_a_delay_beyond_patience_gives_one_page_a_run(hosts: Hosts, time: FakeTime, delay: float) -> None:
    take(hosts, delay=delay)
    with pytest.raises(FetchFailed, match=r"rate_limited: .* by the delay that it asks for"):
        take(hosts, delay=delay)
    time.passes(hours=2)
    if delay == 3600:
        take(hosts, delay=delay)
    assert time.slept == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"last_at": "x", "held_until": null}',
        '{"last_at": NaN, "held_until": 1e300}',
        '{"held_until": 1e300}',
    ],
)
def test_a_file_that_a_dying_process_left_is_forgotten(hosts: Hosts, time: FakeTime, tmp_path: Path, text: str) -> None:
    take(hosts)
    [file] = (tmp_path / "hosts").glob("*.json")
    file.write_text(text)
    take(hosts)
    take(hosts)
    assert time.slept == [2.0]


@pytest.mark.parametrize("concurrency", [1, 2, 3])
def test_threads_share_the_places_at_a_host(hosts: Hosts, concurrency: int) -> None:
    lock, inside, most, done = threading.Lock(), 0, 0, 0
    full = threading.Barrier(concurrency)

    def work() -> None:
        nonlocal inside, most, done
        with hosts.turn(HOST, 0, concurrency, 60):
            with lock:
                inside += 1
                most = max(most, inside)
            full.wait(10)  # passes only when as many are inside as may be
            with lock:
                inside -= 1
                done += 1

    threads = [threading.Thread(target=work) for _ in range(3 * concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, done) == (concurrency, 3 * concurrency)


def test_processes_share_the_places_and_a_dead_one_gives_its_back(hosts: Hosts, tmp_path: Path) -> None:
    holder = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from extract.web.hosts import Hosts
with Hosts(Path(sys.argv[1]), lambda: datetime.now(UTC), time.sleep).turn("news.example.org", 0, 1, 60):
    print("in", flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path / "hosts")],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env=dict(os.environ),
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"in\n"
        got_in = threading.Event()

        def work() -> None:
            with hosts.turn(HOST, 0, 1, 60):
                got_in.set()

        thread = threading.Thread(target=work)
        thread.start()
        assert not got_in.wait(0.1)
        process.kill()
        assert got_in.wait(30)
        thread.join()
    finally:
        process.kill()
        process.wait()
