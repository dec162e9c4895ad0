import base64
import json
import stat
from pathlib import Path

import pytest

from ops.keys import keys, password_file, write_password, write_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_made_once_and_only_their_owner_reads_them(home: Path) -> None:
    made = keys(home)
    assert keys(home) == made
    assert mode(home / "keys.json") == 0o600


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    one, other = vars(keys(tmp_path / "one")), vars(keys(tmp_path / "other"))
    assert not set(one.values()) & set(other.values())
    assert min(map(len, one.values())) >= 24


def test_the_fernet_key_has_the_form_that_fernet_takes(home: Path) -> None:
    assert len(base64.urlsafe_b64decode(keys(home).fernet_key)) == 32


def test_a_file_that_others_could_read_is_closed_again(home: Path) -> None:
    keys(home)
    (home / "keys.json").chmod(0o644)
    keys(home)
    assert mode(home / "keys.json") == 0o600


def test_what_the_environment_gives_comes_first_and_is_not_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_ADMIN_PASSWORD", "from the server")
    assert keys(home).admin_password == "from the server"
    assert "from the server" not in (home / "keys.json").read_text()


def test_nothing_is_written_where_the_environment_gives_everything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FERNET_KEY", "JWT_SECRET", "API_SECRET", "ADMIN_PASSWORD"):
        monkeypatch.setenv(f"ILJARI_{name}", name.lower())
    assert keys(home).jwt_secret == "jwt_secret"
    assert not home.exists()


def test_a_key_that_an_older_version_did_not_have_is_added_and_the_others_stay(home: Path) -> None:
    write_private(home / "keys.json", json.dumps({"admin_password": "kept"}))
    assert keys(home).admin_password == "kept"
    assert json.loads((home / "keys.json").read_text()).keys() == vars(keys(home)).keys()


def test_airflow_finds_the_password_and_nobody_else_reads_it(home: Path) -> None:
    password_file(home).parent.mkdir(parents=True)
    password_file(home).write_text("{}")
    password_file(home).chmod(0o644)
    write_password(home, keys(home))
    assert json.loads(password_file(home).read_text()) == {"admin": keys(home).admin_password}
    assert mode(password_file(home)) == 0o600


def test_secrets_do_not_show_when_the_keys_are_printed(home: Path) -> None:
    assert keys(home).admin_password not in f"{keys(home)!r} {keys(home)}"
