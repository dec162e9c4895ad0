"""Superset as a process: prepared, served, asked for its health. Runs in Superset's own environment.

    python -m bi.service up BUNDLE        prepare, then serve in place of this process (what the container runs)
    python -m bi.service prepare BUNDLE   bring Superset's database, its admin and the bundle up to date
    python -m bi.service serve            serve in place of this process
    python -m bi.service healthy          exit code 0 where the server answers

BUNDLE is the folder that `python -m publish.bi_bundle` writes. State is in `ILJARI_BI_HOME`, the releases in
`ILJARI_BI_RELEASE`; it listens on `ILJARI_BI_HOST` (127.0.0.1) and `BI_PORT` (8088).
"""

import argparse
import hashlib
import logging
import os
import sys
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOM = Path(__file__).resolve().parent
#: two processes with threads: a dashboard asks for a dozen charts at once, a machine of two cores is enough
_GUNICORN = [
    "--workers=2",
    "--worker-class=gthread",
    "--threads=8",
    "--timeout=120",
    "--graceful-timeout=10",
    "--no-control-socket",
]

log = logging.getLogger(__name__)


def service_environment(env: Mapping[str, str]) -> dict[str, str]:
    """`env` with all that Superset is told, and without what would call home. Makes the home, for its owner alone."""
    home = Path(env["ILJARI_BI_HOME"]).resolve()
    (home / "logs").mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    project = str(ROOM.parent)
    return dict(env) | {
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(ROOM / "superset_config.py"),
        "ILJARI_BI_RELEASE": str(Path(env["ILJARI_BI_RELEASE"]).resolve()),
        "PYTHONPATH": os.pathsep.join(filter(None, [project, env.get("PYTHONPATH")])),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",
        "SUPERSET_ENV": "production",
        "FLASK_DEBUG": "0",
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
    }


def prepare(bundle: Path) -> None:
    """Bring Superset's database to this version, set the admin's password, and import `bundle` over what was imported
    before. Does nothing where all of that is as it was. Dashboards that people made themselves are left alone."""
    home = Path(os.environ["SUPERSET_HOME"])
    contents = read_bundle(bundle)
    stamp, wanted = home / "prepared", _stamp(contents)
    if stamp.exists() and stamp.read_text() == wanted and (home / "superset.db").exists():
        log.info("superset is prepared already")
        return
    stamp.unlink(missing_ok=True)
    os.umask(0o077)

    from superset.app import create_app

    with create_app().app_context():
        _migrate()
        _set_admin()
        _import(contents)
    stamp.write_text(wanted)


def read_bundle(bundle: Path) -> dict[str, str]:
    """The files of a bundle by their path in it, as Superset's importer takes them."""
    return {
        str(file.relative_to(bundle)): file.read_text(encoding="utf-8")
        for file in sorted(bundle.rglob("*.yaml"))
        if file.is_file()
    }


def _stamp(contents: Mapping[str, str]) -> str:
    from bi.keys import bi_keys

    password = bi_keys(Path(os.environ["SUPERSET_HOME"])).admin_password
    # Of what was prepared a hash alone: the password is part of it, so that a new one is set.
    told = [version("apache-superset"), password, *(f"{name}\n{text}" for name, text in sorted(contents.items()))]
    return hashlib.scrypt("\0".join(told).encode(), salt=b"iljari.bi", n=2**14, r=8, p=1).hex()


def _migrate() -> None:
    import flask_migrate
    import superset
    from superset import appbuilder, security_manager
    from superset.utils.decorators import transaction

    log.info("superset: its database")
    flask_migrate.upgrade(str(Path(superset.__file__).with_name("migrations")))

    @transaction()
    def set_roles() -> None:
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()

    log.info("superset: its roles")
    set_roles()


def _set_admin() -> None:
    from superset import security_manager

    from bi.keys import bi_keys

    password = bi_keys(Path(os.environ["SUPERSET_HOME"])).admin_password
    user = security_manager.find_user(username="admin")
    if user is None:
        role = security_manager.find_role("Admin")
        user = security_manager.add_user("admin", "Iljari", "Admin", "admin@localhost", role, password=password)
        if not user:
            raise RuntimeError("superset could not make its admin")
    else:
        security_manager.reset_password(user.id, password)


def _import(contents: dict[str, str]) -> None:
    from flask import g
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    log.info("superset: %d files of the bundle", len(contents))
    g.user = security_manager.find_user(username="admin")
    try:
        ImportAssetsCommand(contents).run()
    except Exception as error:
        for one in getattr(error, "_exceptions", []):
            log.error("%s", getattr(one, "messages", one))
        raise


def command() -> list[str]:
    """The command line of the server."""
    host = os.environ.get("ILJARI_BI_HOST") or "127.0.0.1"
    port = os.environ.get("BI_PORT") or "8088"
    return [
        *[sys.executable, "-m", "gunicorn", f"--bind={host}:{port}", *_GUNICORN],
        # A worker's heartbeat on a disk would stop it where the disk is slow.
        *(["--worker-tmp-dir=/dev/shm"] if Path("/dev/shm").is_dir() else []),
        "superset.app:create_app()",
    ]


def is_healthy() -> bool:
    """Whether the server answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    url = f"http://127.0.0.1:{os.environ.get('BI_PORT') or 8088}/health"
    with suppress(OSError):
        return bool(direct.open(url, timeout=5).read() == b"OK")
    return False


def main(arguments: list[str] | None = None) -> int:
    """The command line, see above."""
    parser = argparse.ArgumentParser(
        prog="python -m bi.service", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["up", "prepare", "serve", "healthy"])
    parser.add_argument("bundle", nargs="?", type=Path, help="the folder that publish.bi_bundle wrote")
    given = parser.parse_args(arguments)
    if given.what == "healthy":
        return 0 if is_healthy() else 1
    for name in ("ILJARI_BI_HOME", "ILJARI_BI_RELEASE"):
        if not os.environ.get(name):
            parser.error(f"{name} is not set; on a machine of your own, use 'make bi'")
    os.environ.update(service_environment(os.environ))
    if given.what in ("up", "prepare"):
        if given.bundle is None or not (given.bundle / "metadata.yaml").exists():
            parser.error("give the folder of a bundle")
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
        prepare(given.bundle)
    if given.what in ("up", "serve"):
        serve: list[Any] = command()
        os.execve(serve[0], serve, dict(os.environ))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
