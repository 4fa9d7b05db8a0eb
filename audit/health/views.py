"""The addresses that probes and Prometheus ask. What is wrong is told to those with the token, or on this machine."""

from __future__ import annotations

from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from audit.health.checks import is_ready, run_checks
from audit.health.metrics import metrics_text
from core.broken_pages import RETRY_AFTER

# What a proxy adds: behind one on this machine, everybody seems to come from here.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


@never_cache
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is looked at: one that restarts does not mend a database."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests can be answered: 200, or 503 with Retry-After. `troubled`: they can, and something is wrong."""
    checks = run_checks()
    ready = is_ready(checks)
    body: dict[str, object] = {
        "status": "away" if not ready else "ready" if all(c.is_well for c in checks) else "troubled"
    }
    if _may_see_details(request):
        body["checks"] = {check.name: check.says for check in checks}
    answer = JsonResponse(body, status=200 if ready else 503)
    if not ready:
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, for those who may see them."""
    if not _may_see_details(request):
        return HttpResponse(
            "Ask with the token of HEALTH_TOKEN.\n", status=403, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_LATEST)


def _may_see_details(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.HEALTH_TOKEN
    if token and compare_digest(sent.encode(), token.encode()):
        return True
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and not any(name in request.META for name in _FORWARDED)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
