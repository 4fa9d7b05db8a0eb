"""Forms of the admin as a browser sends them."""

from __future__ import annotations

from typing import Any

from django.test import Client


def opened(desk: Client, address: str) -> dict[str, Any]:
    """What a browser sends of the page as it is now, where nobody touches it."""
    context = desk.get(address).context
    form = context["adminform"].form if "adminform" in context else context["form"]
    values = {name: form[name].value() for name in form.fields if name != "password"}
    plain = {
        name: [str(getattr(each, "pk", each)) for each in value] if isinstance(value, list) else value
        for name, value in values.items()
    }
    return {name: value for name, value in plain.items() if value not in (None, False)}


def made_from(desk: Client, address: str) -> dict[str, Any]:
    """What alone the page as it is now sends along, for whoever fills in the rest without it."""
    return {"made_from": opened(desk, address)["made_from"]}
