"""The secrets of one installation: made once at random, kept in a file that only its owner can read, never printed."""

import base64
import json
import os
import secrets
from collections.abc import Callable
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
    given = {name: os.environ[f"ILJARI_{name.upper()}"] for name in _MAKE if os.environ.get(f"ILJARI_{name.upper()}")}
    if len(given) == len(_MAKE):
        return Keys(**given)
    path = home / "keys.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: make() for name, make in _MAKE.items() if name not in kept}
    if missing:
        kept |= missing
        write_private(path, json.dumps(kept, indent=1) + "\n")
    path.chmod(0o600)
    return Keys(**{field.name: given.get(field.name, kept[field.name]) for field in fields(Keys)})


def password_file(home: Path) -> Path:
    """Where Airflow's SimpleAuthManager looks for passwords."""
    return home / "simple_auth_manager_passwords.json.generated"


def write_password(home: Path, of: Keys) -> None:
    """Write the password file before Airflow would: its own is readable by everyone and goes to the log."""
    write_private(password_file(home), json.dumps({"admin": asdict(of)["admin_password"]}) + "\n")
