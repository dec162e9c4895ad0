"""`make` and the set-up, in a copy of the project's own set-up files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extract.paths import PROJECT

TARGETS = [
    "help",
    "run",
    "up",
    "down",
    "bi",
    "bi-down",
    "test",
    "test-bi",
    "lint",
    "accuracy",
    "bench",
    "lock",
    "clean",
]


def make(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PIP_", "UV_"))}
    return subprocess.run(["make", *arguments], cwd=cwd, env={**kept, **env}, capture_output=True, text=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the set-up consists of, without a `.venv`."""
    folder = tmp_path / "clone"
    (folder / "ops").mkdir(parents=True)
    for name in ("Makefile", "requirements-bootstrap.lock", "requirements.lock", "ops/setup.sh"):
        shutil.copy(PROJECT / name, folder / name)
    return folder


def test_make_alone_lists_the_targets() -> None:
    done = make(cwd=PROJECT)
    assert done.returncode == 0
    listed = [
        line.split()[1] for line in done.stdout.splitlines() if line.startswith("  make ") and "ARTICLES=F" not in line
    ]
    assert set(listed) >= set(TARGETS)
    assert done.stdout == make("help", cwd=PROJECT).stdout


def test_an_old_python_is_one_clear_line(clone: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")  # what the question 'are you 3.11 or newer?' gets from it
    old.chmod(0o755)
    done = make("setup", f"PYTHON={old}", cwd=clone)
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(said) == 1
    assert "needs Python 3.11 or newer" in said[0]
    assert "PYTHON=" in said[0]
    assert not (clone / ".venv").exists()


def test_without_a_network_one_line_says_what_to_do_and_nothing_is_left_outside(clone: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = make(
        "setup", f"PYTHON={sys.executable}", cwd=clone, HOME=str(home), PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull
    )
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(said) == 1
    assert "connect to the network" in said[0]
    assert "run the same command again" in said[0]
    assert not (clone / ".venv" / "installed").exists()
    assert list(home.iterdir()) == []


def test_what_stands_is_not_installed_again(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    stamp = subprocess.run(
        "cat *.lock | cksum", shell=True, cwd=clone, capture_output=True, text=True, check=True
    ).stdout
    (clone / ".venv" / "installed").write_text(stamp)
    done = make("setup", cwd=clone, PYTHON="/nonexistent")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    # … until a lock changes: then it goes to work, which without a Python to use ends in the line that says so.
    with (clone / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    (clone / ".venv" / "bin" / "python").unlink()
    done = make("setup", cwd=clone, PYTHON="/nonexistent")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr


def test_the_locks_have_hashes_for_everything_and_name_no_index() -> None:
    for name in ("requirements-bootstrap.lock", "requirements.lock", "requirements-bi.lock"):
        text = (PROJECT / name).read_text()
        pins = text.replace("\\\n", " ").splitlines()
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins), name
        assert "://" not in text
        assert "--index" not in text


def test_cleaning_keeps_what_was_collected(clone: Path) -> None:
    for kept in ("var/landing", "var/release", ".venv/bin"):
        (clone / kept).mkdir(parents=True)
    for gone in (".pytest_cache", "ops/__pycache__", "dbt_project/target"):
        (clone / gone).mkdir(parents=True)
    assert make("clean", cwd=clone).returncode == 0
    assert not any((clone / gone).exists() for gone in (".pytest_cache", "ops/__pycache__", "dbt_project/target"))
    assert all((clone / kept).exists() for kept in ("var/landing", "var/release", ".venv/bin"))
    assert make("clean", "ALL=1", cwd=clone).returncode == 0
    assert not (clone / "var").exists()
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize(("user", "has_apt"), [("1000", True), ("0", False)])
def test_without_chromium_the_tests_say_what_is_missing_and_a_run_does_not_care(
    clone: Path, tmp_path: Path, user: str, has_apt: bool
) -> None:
    """Only root can install it, and only where there is apt; all but the tests of the page works without it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "env", "cat", "cksum", "dirname", "mkdir", "tail"):
        (programs / name).symlink_to(shutil.which(name) or "")
    (programs / "id").write_text(f"#!/bin/sh\necho {user}\n")
    (programs / "id").chmod(0o755)
    if has_apt:
        (programs / "apt-get").write_text("#!/bin/sh\necho called\nexit 1\n")
        (programs / "apt-get").chmod(0o755)
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    locks = (clone / "requirements-bootstrap.lock").read_bytes() + (clone / "requirements.lock").read_bytes()
    stamp = subprocess.run(["cksum"], input=locks, capture_output=True, check=True).stdout
    (clone / ".venv" / "installed").write_bytes(stamp)

    def setup(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "ops/setup.sh", *arguments]
        return subprocess.run(command, cwd=clone, env={"PATH": str(programs)}, capture_output=True, text=True)

    assert setup().returncode == 0
    done = setup("tests")
    assert done.returncode != 0
    assert "apt install chromium" in done.stderr
    assert "called" not in done.stdout
