"""Starting, finding and ending processes: with real processes, without Airflow."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from extract.errors import IljariError
from extract.paths import PROJECT
from ops.instance import (
    Instance,
    Process,
    check_alive,
    choose_port,
    exclusive,
    instance_file,
    last_instance,
    service_log,
    stop,
)
from ops.keys import write_private
from ops.service import SERVICES

#: A service that ignores the polite request to end, with a task in a process group of its own.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
task = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], process_group=0)
print(task.pid, flush=True)
time.sleep(600)
"""


def spawn(code: str) -> tuple[Process, subprocess.Popen[str]]:
    popen = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    return Process(popen.pid, psutil.Process(popen.pid).create_time()), popen


def instance_of(**processes: Process) -> Instance:
    return Instance("run", 8080, time.time(), processes)


def wait_until_gone(pid: int) -> bool:
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_an_instance_is_found_again_as_it_was_noted(home: Path) -> None:
    noted = instance_of(scheduler=Process(1, 2.5))
    write_private(instance_file(), json.dumps(asdict(noted)))
    assert last_instance() == noted


@pytest.mark.parametrize("note", ["", "{", "[]", '{"purpose": "run"}', '{"processes": {"scheduler": {"pid": 1}}}'])
def test_a_note_that_cannot_be_read_is_no_instance(home: Path, note: str) -> None:
    write_private(instance_file(), note)
    assert last_instance() is None


def test_a_pid_that_now_belongs_to_another_program_is_not_ours(home: Path) -> None:
    process, popen = spawn("import time; time.sleep(600)")
    stale = replace(process, created_at=process.created_at - 1000)
    try:
        assert process.find()
        assert stale.find() is None
        assert stale.has_lost_its_pid()
        stop(instance_of(scheduler=stale), within=0.1)
        assert popen.poll() is None, "a stranger's process was killed"
    finally:
        popen.kill()
        popen.wait()


def test_stopping_leaves_no_process_behind_even_one_that_will_not_go(home: Path) -> None:
    process, popen = spawn(STUBBORN)
    assert popen.stdout
    task = int(popen.stdout.readline())
    instance = instance_of(scheduler=process)
    write_private(instance_file(), json.dumps(asdict(instance)))
    stop(instance, within=0.2)
    assert wait_until_gone(process.pid)
    assert wait_until_gone(task)
    assert not instance_file().exists()


def test_what_a_killed_service_has_left_behind_is_ended_too(home: Path) -> None:
    process, popen = spawn(STUBBORN)
    assert popen.stdout
    task = int(popen.stdout.readline())
    popen.kill()
    popen.wait()
    assert psutil.pid_exists(task)
    stop(instance_of(scheduler=process), within=0.1)
    assert wait_until_gone(task)


def test_a_service_that_has_stopped_is_named_with_its_last_words(home: Path) -> None:
    process, popen = spawn("import time; time.sleep(600)")
    try:
        instance = instance_of(**dict.fromkeys(SERVICES, process))
        check_alive(instance)
        instance.processes["scheduler"] = Process(process.pid, 1.0)
        service_log("scheduler").parent.mkdir(parents=True)
        service_log("scheduler").write_text("starting\nno such table: job\n")
        with pytest.raises(IljariError, match=r"scheduler has stopped:\n(?s:.*)no such table: job"):
            check_alive(instance)
    finally:
        popen.kill()
        popen.wait()


def test_the_airflow_of_one_run_has_no_triggerer() -> None:
    """It costs a start of Airflow, and nothing that `make run` follows waits in it."""
    assert Instance("up", 0, 0.0, {}).dead() == list(SERVICES)
    assert Instance("run", 0, 0.0, {}).dead() == [name for name in SERVICES if name != "triggerer"]


def test_a_free_port_is_chosen_where_the_usual_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ILJARI_API_PORT", raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chosen = choose_port(default=port)
    assert chosen != port
    with socket.socket() as free:
        free.bind(("127.0.0.1", chosen))


def test_a_port_that_was_asked_for_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("ILJARI_API_PORT", str(taken.getsockname()[1]))
        with pytest.raises(IljariError, match="ILJARI_API_PORT"):
            choose_port()


HOLD = "from ops.instance import exclusive\nwith exclusive('run', print):\n    print('held', flush=True); input()"


def test_a_second_command_says_whom_it_waits_for_and_then_goes_on(home: Path) -> None:
    command = [sys.executable, "-c", HOLD]
    first = subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    second = subprocess.Popen(
        [sys.executable, "-u", "-c", HOLD],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    try:
        assert first.stdout and second.stdout
        told = {first: first.stdout.readline(), second: second.stdout.readline()}
        holder, waiter = sorted(told, key=lambda process: told[process] != "held\n")
        assert told[holder] == "held\n"
        assert told[waiter] == f"waiting for make run (process {holder.pid}) to end\n"
        holder.kill()  # the lock goes with its holder, however that ends
        assert waiter.stdout and waiter.stdout.readline() == "held\n"
        waiter.communicate("\n", timeout=10)
        assert waiter.returncode == 0
    finally:
        first.kill()
        second.kill()
        first.wait()
        second.wait()


def test_the_lock_is_free_again_afterwards(home: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with exclusive("run", said.append):
            pass
    assert said == []
