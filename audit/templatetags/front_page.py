"""The front page's part of what review knows: the admin's index has no view of ours."""

from __future__ import annotations

from typing import Any

from django import template

from audit import front_page as page
from core.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def front_page(context: dict[str, Any]) -> page.FrontPage | None:
    """What the page says to whoever asks; None where nobody is logged in."""
    user = context["request"].user
    return page.front_page(user) if isinstance(user, User) else None
