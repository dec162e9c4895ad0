"""Superset's settings, read by Superset in its own environment (`SUPERSET_CONFIG_PATH`). Secrets come from `keys.json`.

`SUPERSET_HOME` is where Superset keeps its state, `ILJARI_BI_RELEASE` the folder with the link `current`.
"""

import os
from pathlib import Path
from typing import Any

from superset.config import D3Format, Theme

from bi.keys import bi_keys
from bi.words import serve_korean

_HOME = Path(os.environ["SUPERSET_HOME"])
_RELEASES = Path(os.environ["ILJARI_BI_RELEASE"]).resolve()

SECRET_KEY = bi_keys(_HOME).secret_key
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HOME / 'superset.db'}?check_same_thread=false"
# SQLite lets one write at a time, and every request logs itself: wait instead of failing.
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 30}}
FILENAME = str(_HOME / "logs" / "superset.log")
UPLOAD_FOLDER = str(_HOME / "uploads") + "/"

# Nobody gets in without a password, and nobody makes an account for himself.
AUTH_ROLE_PUBLIC = "Public"
PUBLIC_ROLE_LIKE = None
AUTH_USER_REGISTRATION = False
WTF_CSRF_ENABLED = True
ENABLE_CORS = False
SESSION_COOKIE_NAME = "iljari_bi"  # Airflow on the same host has a cookie `session`; ports do not keep cookies apart
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
RATELIMIT_ENABLED = True
RATELIMIT_APPLICATION = "1000 per second"  # a dashboard asks for all its files and charts at once
AUTH_RATE_LIMITED = True
AUTH_RATE_LIMIT = "5 per second"
RATELIMIT_STORAGE_URI = "memory://"
SHOW_STACKTRACE = False

# The browser asks this server and nobody else: no telemetry pixel, no tiles, no fonts, no pictures from elsewhere.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
    "frame_options": "DENY",
    "referrer_policy": "same-origin",
}
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []
# Not empty: the page looks at the first one when it starts, whether there is a map or not.
DECKGL_BASE_MAP = [["data:,", "없음 (none)"]]
MAPBOX_API_KEY = ""
DOCUMENTATION_URL = None
BUG_REPORT_URL = None

# Answers are not kept: the release is a local file, and an old answer would outlive a new release.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
ROW_LIMIT = 50_000
SQLLAB_TIMEOUT = 60

APP_NAME = "일자리 Iljari"
FLASK_APP_MUTATOR = serve_korean
BABEL_DEFAULT_LOCALE = "ko"
LANGUAGES = {"ko": {"flag": "kr", "name": "한국어"}, "en": {"flag": "us", "name": "English"}}
D3_FORMAT: D3Format = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", "원"]}
FEATURE_FLAGS = {
    "ALERT_REPORTS": False,
    "THUMBNAILS": False,
    "EMBEDDED_SUPERSET": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
    "DRILL_BY": True,
    "DRILL_TO_DETAIL": True,
}

_FONTS = (
    "Inter, Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', NanumGothic, "
    "'Helvetica Neue', Arial, sans-serif"
)
_TOKEN = {
    "brandAppName": APP_NAME,
    "brandLogoAlt": APP_NAME,
    "brandLogoUrl": "/static/assets/images/superset-logo-horiz.png",
    "brandLogoMargin": "18px 0",
    "brandLogoHref": "/",
    "brandLogoHeight": "24px",
    "colorPrimary": "#1f5fa8",
    "colorLink": "#1f5fa8",
    "fontFamily": _FONTS,
    "fontUrls": [],
}
# Over every chart's own. The legend's names are whole on 1000 px: small marks, and not the buttons "all" and "inverse".
_CHARTS = {"legend": {"selector": False, "itemWidth": 16, "itemGap": 8}}
THEME_DEFAULT: Theme = {"token": _TOKEN, "algorithm": "default", "echartsOptionsOverrides": _CHARTS}
THEME_DARK: Theme = {
    "token": {**_TOKEN, "colorPrimary": "#6ea8e6", "colorLink": "#6ea8e6"},
    "algorithm": "dark",
    "echartsOptionsOverrides": _CHARTS,
}

# The ladder of grades, from the highest down, then what is not known.
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "iljari",
        "description": "",
        "label": "Iljari",
        "isDefault": True,
        "colors": ["#1f5fa8", "#e08a1e", "#3a9a8c", "#b5473c", "#7a62b0", "#8a8f98", "#c2a83e", "#5c7f3a"],
    }
]
EXTRA_SEQUENTIAL_COLOR_SCHEMES = [
    {
        "id": "iljari_blue",
        "description": "",
        "label": "Iljari blue",
        "isDiverging": False,
        "isDefault": True,
        "colors": ["#e6eef8", "#b3cde8", "#7fa9d6", "#4a83c0", "#1f5fa8", "#123b6b"],
    }
]


def DB_CONNECTION_MUTATOR(
    uri: Any, params: dict[str, Any], username: str | None, security_manager: Any, source: Any
) -> tuple[Any, dict[str, Any]]:
    """Lead `current` to the release that it points to now, and open it for reading, cut off from files and network.

    DuckDB knows an open file by its path: while one query on `current` runs, the next would be given the same open
    file, the old release, after the link has moved. With the release's own path every query sees the release that is
    current. It holds here and not in the connection's saved settings, where somebody with rights could take it away.
    """
    if not str(uri.drivername).startswith("duckdb"):
        return uri, params
    file = Path(uri.database or "").resolve()
    if not file.is_relative_to(_RELEASES):
        raise ValueError("this Superset opens nothing but the releases of Iljari")
    arguments = {
        "read_only": True,
        "config": {
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "1GB",
            "threads": "2",
            "lock_configuration": "true",
        },
    }
    return uri.set(database=str(file), query={}), {**params, "connect_args": arguments}
