"""What the compiled reader is told: the patterns, word lists, names and weights of the Python modules, so that each is written once."""

import importlib
import json
import pkgutil
import re
from typing import Any

import extract.claims
from extract.claims import cues, lexicon
from extract.claims.municipalities import Municipality, municipalities, names
from extract.claims.scorer import scorer


def _told(value: Any) -> Any:
    """A constant as JSON: a set in order, a dict with other keys than strings as pairs."""
    if isinstance(value, re.Pattern):
        return {"re": value.pattern, "ignore_case": bool(value.flags & re.IGNORECASE)}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, set | frozenset):
        return [_told(x) for x in sorted(value)]
    if isinstance(value, list | tuple):
        return [_told(x) for x in value]
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: _told(x) for key, x in value.items()}
        return [[_told(key), _told(x)] for key, x in value.items()]
    raise TypeError


def _constants() -> dict[str, Any]:
    """The constants of all modules, by `module.NAME`."""
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(extract.claims.__path__):
        if module.ispkg or module.name.startswith("__"):
            continue
        for name, value in vars(importlib.import_module(f"extract.claims.{module.name}")).items():
            if name.upper() != name or name.startswith("__"):
                continue
            try:
                found[f"{module.name}.{name}"] = _told(value)
            except TypeError:
                continue
    return found


def _municipality(m: Municipality) -> dict[str, Any]:
    def day(x: Any) -> str | None:
        return x.isoformat() if x else None

    return {
        "id": m.id,
        "is_metropolitan": m.is_metropolitan,
        "sidos": sorted(m.sidos),
        "endings": sorted(m.endings),
        "versions": [
            {
                "code": v.code, "sido": v.sido, "name": v.name, "valid_from": day(v.valid_from), "valid_to": day(v.valid_to), "label": v.label,
            }
            for v in m.versions
        ],
    }  # fmt: skip


def spec() -> str:
    """All of it, as JSON."""
    all_ = list(municipalities().values())
    place = {m.id: k for k, m in enumerate(all_)}
    weights = scorer()
    return json.dumps(
        {
            "constants": _constants(),
            "municipalities": [_municipality(m) for m in all_],
            "names": {
                written: {
                    "full": [place[m.id] for m in n.full],
                    "stem": [place[m.id] for m in n.stem],
                    "sido": n.sido,
                    "district": n.district,
                    "weak": n.weak,
                }
                for written, n in names().items()
            },
            # a word of the automaton: its form, the kind and the value of a grade or rate
            "lexicon": [[word, kind, value] for word, (_, _, kind, value) in lexicon.automaton().items()],
            "cues": [[word, cue] for word, (_, cue) in cues.automaton().items()],
            "weights": {
                **{d: {f: list(ws) for f, ws in features.items()} for d, features in weights.classes.items()},
                **{d: {f: [w] for f, w in features.items()} for d, features in weights.choices.items()},
            },
        },
        ensure_ascii=False,
        sort_keys=False,
    )
