"""docker-compose.yml as docker-compose itself reads it."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.paths import PROJECT, Paths
from ops.instance import start
from ops.service import SERVICES

REQUIRED = [
    "POSTGRES_PASSWORD",
    "ILJARI_ADMIN_PASSWORD",
    "ILJARI_FERNET_KEY",
    "ILJARI_JWT_SECRET",
    "ILJARI_API_SECRET",
]
FILLED = {name: f"secret-{number}" for number, name in enumerate(REQUIRED)}


def docker_compose() -> list[str]:
    # The package's own command swallows the exit code of the program that it wraps.
    package = importlib.util.find_spec("compose")
    if package and package.origin:
        return [str(Path(package.origin).with_name("docker-compose"))]
    found = shutil.which("docker-compose")
    return [found] if found else ["docker", "compose"]


def config(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    return subprocess.run(
        [*docker_compose(), "--file", PROJECT / "docker-compose.yml", "--env-file", os.devnull, "config", *arguments],
        env={**env, **settings},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    done = config("--format", "json", **FILLED)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"]


def test_docker_compose_takes_the_file() -> None:
    done = config("--quiet", **FILLED)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("missing", [{}, {"is": "empty"}], ids=["unset", "empty"])
def test_it_does_not_start_without_a_secret(name: str, missing: dict[str, str]) -> None:
    settings = {other: value for other, value in FILLED.items() if other != name}
    done = config("--quiet", **settings, **({name: ""} if missing else {}))
    assert done.returncode != 0
    assert name in done.stderr
    assert ".env.example" in done.stderr


def test_the_example_names_every_setting_and_holds_no_secret() -> None:
    named = dict(
        line.split("=", 1)
        for line in (PROJECT / ".env.example").read_text().splitlines()
        if re.match(r"[A-Z_]+=", line)
    )
    used = set(re.findall(r"\$\{([A-Z_]+)", (PROJECT / "docker-compose.yml").read_text()))
    assert set(named) == used
    assert [name for name in REQUIRED if named[name]] == []


def test_each_service_runs_the_command_that_make_up_runs(services: dict[str, Any]) -> None:
    entry = re.search(r"^ENTRYPOINT (.*)$", (PROJECT / "Dockerfile").read_text(), re.M)
    assert entry and json.loads(entry[1]) == ["python", "-m", "ops.service"]
    ours = {name: service for name, service in services.items() if name != "metadata"}
    assert not {"bi", "bi-assets"} & set(services)  # only where the profile is asked for
    assert {name: service["command"] for name, service in ours.items()} == {
        "init": ["init"],
        **{name: [name] for name in SERVICES},
    }
    assert len({service["image"] for service in ours.values()}) == 1


def test_only_this_machine_reaches_the_published_ports(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    assert set(published) == {"api-server"}
    assert [port["host_ip"] for port in published["api-server"]] == ["127.0.0.1"]


def test_nobody_is_root_and_only_state_can_be_written(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["user"].split(":")[0] not in ("root", "0"), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        writable = {mount["target"]: mount["type"] for mount in service["volumes"] if not mount.get("read_only")}
        if name == "metadata":
            assert writable == {"/var/lib/postgresql/data": "volume"}
        else:
            assert service["read_only"] is True, name
            assert writable == {"/var/lib/iljari": "volume", "/var/lib/iljari/release": "volume"}


def test_the_image_ends_as_the_user_that_owns_its_state(services: dict[str, Any]) -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text()
    users = re.findall(r"^USER (\S+)$", dockerfile, re.M)
    ours = {service["user"] for name, service in services.items() if name != "metadata"}
    assert ours == {users[-1]}
    assert f"useradd --uid {users[-1].split(':')[0]} " in dockerfile
    # Nothing is copied as that user, so nothing but its state belongs to it.
    assert "--chown" not in dockerfile and dockerfile.index("COPY seeds") < dockerfile.index("USER ")


def test_a_reader_can_be_given_the_release_alone(services: dict[str, Any]) -> None:
    sources = {
        mount["target"]: mount["source"] for mount in services["scheduler"]["volumes"] if mount["type"] == "volume"
    }
    assert sources == {"/var/lib/iljari": "state", "/var/lib/iljari/release": "release"}
    assert str(Paths(Path("/var/lib/iljari")).release) == "/var/lib/iljari/release"


def test_the_image_takes_only_what_it_needs() -> None:
    ignored = (PROJECT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        names
        for file in ("Dockerfile", "bi/Dockerfile")
        for names in re.findall(r"^COPY (?!--from)(.+) \S+$", (PROJECT / file).read_text(), re.M)
    }
    assert "*" in ignored
    assert {name.split("/")[0] for names in copied for name in names.split()} == allowed
    assert allowed.isdisjoint({".env", "var", ".git", "tests"})


def test_every_standing_service_is_watched_and_starts_in_order(services: dict[str, Any]) -> None:
    for name in SERVICES:
        test = services[name]["healthcheck"]["test"]
        assert test == ["CMD", "python", "-m", "ops.service", "healthy", name]
        assert services[name]["depends_on"]["init"]["condition"] == "service_completed_successfully"
        assert services[name]["restart"] == "unless-stopped"
    assert services["init"]["depends_on"]["metadata"]["condition"] == "service_healthy"
    assert services["metadata"]["healthcheck"]["test"][1] == "pg_isready"


def test_a_folder_of_ones_own_is_mounted_and_collected(services: dict[str, Any], tmp_path: Path) -> None:
    assert services["scheduler"]["environment"]["ILJARI_ARTICLES"] == ""
    given = json.loads(config("--format", "json", **FILLED, ILJARI_ARTICLES_FOLDER=str(tmp_path)).stdout)["services"]
    assert given["scheduler"]["environment"]["ILJARI_ARTICLES"] == "/articles"
    (mount,) = [mount for mount in given["scheduler"]["volumes"] if mount["target"] == "/articles"]
    assert (mount["source"], mount["read_only"]) == (str(tmp_path), True)


def test_make_up_spawns_these_commands(services: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    spawned: list[list[str]] = []

    def spawn(command: list[str], **_: Any) -> subprocess.Popen[bytes]:
        spawned.append(command)
        return popen([sys.executable, "-c", ""])

    def call(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        spawned.append(command)
        return subprocess.CompletedProcess(command, 0)

    popen = subprocess.Popen
    monkeypatch.setattr("ops.instance.subprocess.Popen", spawn)
    monkeypatch.setattr("ops.instance.subprocess.run", call)
    start("up", lambda line: None)
    inside = [[sys.executable, "-m", "ops.service", *s["command"]] for n, s in services.items() if n != "metadata"]
    assert sorted(spawned) == sorted(inside)


@pytest.fixture(scope="module")
def with_bi() -> dict[str, Any]:
    done = config("--format", "json", COMPOSE_PROFILES="bi", **FILLED)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"]


def test_bi_reads_the_release_and_writes_its_own_state_alone(with_bi: dict[str, Any]) -> None:
    mounts = {mount["target"]: (mount["source"], bool(mount.get("read_only"))) for mount in with_bi["bi"]["volumes"]}
    assert mounts == {
        "/var/lib/iljari-bi": ("bi", False),
        "/bundle": ("bi-assets", True),
        "/release": ("release", True),
    }
    assert [mount["target"] for mount in with_bi["bi-assets"]["volumes"]] == ["/bundle"]
    for name in ("bi", "bi-assets"):
        assert with_bi[name]["read_only"] is True, name
        assert with_bi[name]["cap_drop"] == ["ALL"], name
        assert with_bi[name]["security_opt"] == ["no-new-privileges:true"], name
        assert with_bi[name]["user"] == "10001:10001", name


def test_bi_listens_on_loopback_and_waits_for_what_it_imports(with_bi: dict[str, Any]) -> None:
    assert [port["host_ip"] for port in with_bi["bi"]["ports"]] == ["127.0.0.1"]
    assert with_bi["bi"]["depends_on"]["bi-assets"]["condition"] == "service_completed_successfully"
    assert with_bi["bi"]["healthcheck"]["test"] == ["CMD", "python", "-m", "bi.service", "healthy"]
    # Not one secret of Airflow is handed to it.
    assert not set(with_bi["bi"]["environment"]) & set(REQUIRED) and with_bi["bi-assets"].get("environment") in (
        None,
        {},
    )
    assert with_bi["bi"]["environment"]["ILJARI_BI_ADMIN_PASSWORD"] == ""


def test_the_bundle_is_written_where_bi_reads_it(with_bi: dict[str, Any]) -> None:
    dockerfile = (PROJECT / "bi" / "Dockerfile").read_text()
    told = {name: json.loads(value) for name, value in re.findall(r"^(ENTRYPOINT|CMD) (.*)$", dockerfile, re.M)}
    folder, *rest = with_bi["bi-assets"]["command"]
    assert told == {"ENTRYPOINT": ["python", "-m", "bi.service"], "CMD": ["up", folder]}
    assert rest == ["--release", "/release"] and "ILJARI_BI_RELEASE=/release" in dockerfile
    assert re.findall(r"^USER (\S+)$", dockerfile, re.M) == [with_bi["bi"]["user"]]
