"""The secrets of one installation: made once at random, kept in a file that only its owner can read, never printed."""

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, repr=False)
class Keys:
    """What Airflow signs and encrypts with, and the password of its one user, `admin`."""

    fernet_key: str
    jwt_secret: str
    api_secret: str
    admin_password: str


_MAKE: dict[str, Callable[[], str]] = {
    # 32 bytes in URL-safe base64 is the only form that Fernet takes.
    "fernet_key": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "jwt_secret": lambda: secrets.token_hex(64),
    "api_secret": lambda: secrets.token_hex(32),
    "admin_password": lambda: secrets.token_urlsafe(18),
}


def write_private(path: Path, text: str) -> None:
    """Put `text` at `path`, readable by its owner alone from the first byte on, and never half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    partial.replace(path)


def keys(home: Path) -> Keys:
    """The keys of the Airflow at `home`. Those in `ILJARI_FERNET_KEY`, `ILJARI_JWT_SECRET`, `ILJARI_API_SECRET` and
    `ILJARI_ADMIN_PASSWORD` come first (a server hands them in); what is missing is read from `home/keys.json`, which is
    made, with mode 0600, when it is not there."""
    found = kept(home, "ILJARI_", _MAKE)
    return Keys(**{field.name: found[field.name] for field in fields(Keys)})


def kept(home: Path, prefix: str, make: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Secrets by name: from the environment (`prefix` and the name in capitals), else from `home/keys.json`, where
    those that are missing are made with `make` and written."""
    given = {name: os.environ[f"{prefix}{name.upper()}"] for name in make if os.environ.get(f"{prefix}{name.upper()}")}
    if len(given) == len(make):
        return given
    path = home / "keys.json"
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: one() for name, one in make.items() if name not in found}
    if missing:
        found |= missing
        write_private(path, json.dumps(found, indent=1) + "\n")
    path.chmod(0o600)
    return found | given


def password_file(home: Path) -> Path:
    """Where Airflow's SimpleAuthManager looks for passwords."""
    return home / "simple_auth_manager_passwords.json.generated"


def write_password(home: Path, of: Keys) -> None:
    """Write the password file before Airflow would: its own is readable by everyone and goes to the log."""
    write_private(password_file(home), json.dumps({"admin": asdict(of)["admin_password"]}) + "\n")
