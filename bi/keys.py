"""The secrets of this installation's Superset. Read in Superset's environment too, so it needs nothing but ops.keys."""

import secrets
from dataclasses import dataclass, fields
from pathlib import Path

from ops.keys import kept


@dataclass(frozen=True, repr=False)
class BiKeys:
    """What Superset signs and encrypts with, and the password of its one user, `admin`."""

    secret_key: str
    admin_password: str


def bi_keys(home: Path) -> BiKeys:
    """The keys of the Superset at `home`: `ILJARI_BI_SECRET_KEY` and `ILJARI_BI_ADMIN_PASSWORD` where they are given,
    else those in `home/keys.json`, which is made, with mode 0600, when it is not there."""
    make = {"secret_key": lambda: secrets.token_urlsafe(48), "admin_password": lambda: secrets.token_urlsafe(18)}
    found = kept(home, "ILJARI_BI_", make)
    return BiKeys(**{field.name: found[field.name] for field in fields(BiKeys)})
