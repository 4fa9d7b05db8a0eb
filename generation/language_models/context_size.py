"""How many tokens a server of one's own reads at once, where it says so before it is asked.

vLLM tells it in its list of models (`max_model_len`), llama.cpp in its properties (`n_ctx`); so do some that stand in
front of others. Nobody else does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_NAMES = ("max_model_len", "context_length", "context_window", "loaded_context_length")


def in_model_list(content: bytes, model: str) -> int | None:
    """What GET /v1/models says of `model`, or of the only model there is."""
    listed = _parse(content).get("data")
    models = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    found = [one for one in models if one.get("id") == model] or (models if len(models) == 1 else [])
    told = (_number(one.get(name)) for one in found[:1] for name in _NAMES)
    return next(filter(None, told), None)


def in_properties(content: bytes) -> int | None:
    """What llama.cpp's GET /props says."""
    settings = _parse(content).get("default_generation_settings")
    return _number(settings.get("n_ctx")) if isinstance(settings, Mapping) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _parse(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}
