"""The admin's own login: limits, second factor, and completions that only declared fields ask for."""

from __future__ import annotations

import math
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.models import Device

from core.login import second_factor
from core.login.own_password import ChangePasswordForm, ChoosePasswordForm
from core.login.record import record_login_event
from core.models import LoginEventKind, User

TOO_MANY = 429
_WRONG_CODE = (
    "This code is wrong, was used before, or came too soon after a wrong one. Wait for the next and try again."
)


class DeclaredCompletions(AutocompleteJsonView):
    """Completes what a form of the source table completes, for whoever may fill in that form."""

    def process_request(self, request: HttpRequest) -> Any:
        found = super().process_request(request)
        field = found[2]
        try:
            source = admin.site.get_model_admin(field.model)
        except NotRegistered:
            raise PermissionDenied from None
        if field.name not in source.get_autocomplete_fields(request):
            raise PermissionDenied
        if not (source.has_add_permission(request) or source.has_change_permission(request)):
            raise PermissionDenied
        return found


def view_on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Django's, which fails over an id that can be the id of no row. Raises Http404 for that, too."""
    try:
        return shortcut(request, content_type_id, object_id)
    except (ValidationError, DataError):
        raise Http404("There is no such row.") from None


class StaffSite(admin.AdminSite):
    """Django's admin for staff who have passed both factors, with a password that they chose."""

    site_title = site_header = "SessionBridge"
    index_title = "Desk"
    # This is the site.
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and self._next_step(request) is None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("choose-password/", self.choose_password, name="choose_password"),
            # Before Django's own of this address.
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(view_on_site, cacheable=True)),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Password first. Whoever is through with it is led to what comes next; too many wrong ones are refused."""
        step = self._next_step(request)
        if request.method == "GET" and step is not None:
            return HttpResponseRedirect(f"{step}?{urlencode({'next': request.GET.get('next', '')})}")
        answer: HttpResponse = super().login(request, extra_context)
        return self._locked(request) or answer

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = DeclaredCompletions.as_view(admin_site=self)(request)  # type: ignore[assignment]
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """One's own password for another; too many wrong ones so far are refused as at the login."""
        whole = {**self.each_context(request), **(extra_context or {})}
        view = PasswordChangeView.as_view(
            form_class=ChangePasswordForm, success_url=reverse("admin:password_change_done"), extra_context=whole
        )
        answer: TemplateResponse = view(request)  # type: ignore[assignment]
        return self._locked(request) or answer

    def _half_logged_in(self, request: HttpRequest) -> User | HttpResponse:
        """Whoever gave the right password and has another step to take; else the way to the login."""
        if not isinstance(request.user, User) or not super().has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if "leave" in request.POST:
            logout(request)
            return HttpResponseRedirect(reverse("admin:login"))
        return request.user

    @method_decorator(sensitive_post_parameters())
    @method_decorator(csrf_protect)
    @method_decorator(never_cache)
    def choose_password(self, request: HttpRequest) -> HttpResponse:
        """Instead of the password that somebody else set, and before anything else opens."""
        user = self._half_logged_in(request)
        if not isinstance(user, User):
            return user
        if self._next_step(request) != reverse("admin:choose_password"):
            return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({'next': _onward(request)})}")
        form = ChoosePasswordForm(user, request.POST if request.method == "POST" else None)
        if form.is_valid():
            form.save()
            update_session_auth_hash(request, user)
            return HttpResponseRedirect(_onward(request))
        return self._page(request, "choose_password", "Choose your own password", form=form)

    @method_decorator(sensitive_post_parameters())
    @method_decorator(csrf_protect)
    @method_decorator(never_cache)
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Set up the second factor, type its code, or make new recovery codes; which of them, the login says."""
        user = self._half_logged_in(request)
        if not isinstance(user, User):
            return user
        if self._next_step(request) == reverse("admin:choose_password"):
            return HttpResponseRedirect(reverse("admin:choose_password"))
        if second_factor.has_passed(user):
            return self._codes(request, user)
        if second_factor.is_set_up(user):
            return self._ask_for_code(request, user)
        return self._set_up(request, user)

    def _locked(self, request: HttpRequest) -> TemplateResponse | None:
        """The answer if a password of this request was no longer looked at."""
        if not getattr(request, "axes_locked_out", False):
            return None
        minutes = math.ceil(settings.LOGIN_LOCKED_SECONDS / 60)
        context = {**self.each_context(request), "title": "Too many wrong passwords", "minutes": minutes}
        wait = {"Retry-After": str(settings.LOGIN_LOCKED_SECONDS)}
        return TemplateResponse(request, "admin/locked.html", context, status=TOO_MANY, headers=wait)

    def _next_step(self, request: HttpRequest) -> str | None:
        """The page that whoever is logged in has to go through next; None: everything opens.

        The code of a second factor that is there comes first: a password from somebody else is worth nothing without.
        """
        user = request.user
        if not isinstance(user, User):
            return None
        lacks_code = second_factor.needs_second_factor(user) and not second_factor.has_passed(user)
        if user.must_choose_password and not (lacks_code and second_factor.is_set_up(user)):
            return reverse("admin:choose_password")
        return reverse("admin:second_factor") if lacks_code else None

    def _set_up(self, request: HttpRequest, user: User) -> HttpResponse:
        error = ""
        if request.method == "POST":
            done = second_factor.finish_setup(user, request.session, _typed(request))
            if done is not None:
                device, codes = done
                _pass(request, device)
                return self._page(request, "recovery_codes", "Your recovery codes", codes=codes)
            error = _WRONG_CODE
        device = second_factor.begin_setup(user, request.session)
        return self._page(
            request,
            "second_factor_setup",
            "Set up the second factor",
            picture=second_factor.picture_of(device),
            key=second_factor.key_to_type(device),
            error=error,
        )

    def _ask_for_code(self, request: HttpRequest, user: User) -> HttpResponse:
        error = ""
        if request.method == "POST":
            device = second_factor.check_code(user, _typed(request))
            if device is not None:
                _pass(request, device)
                return HttpResponseRedirect(_onward(request))
            error = _WRONG_CODE
        return self._page(request, "second_factor", "Second factor", error=error)

    def _codes(self, request: HttpRequest, user: User) -> HttpResponse:
        codes: list[str] = []
        if request.method == "POST":
            codes = second_factor.new_recovery_codes(user)
            record_login_event(LoginEventKind.RECOVERY_CODES_MADE, user=user)
        left = second_factor.codes_left(user)
        return self._page(request, "recovery_codes", "Your recovery codes", codes=codes, left=left)

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        whole = {**self.each_context(request), "title": title, "next": _onward(request), **context}
        return TemplateResponse(request, f"admin/{name}.html", whole)


def _pass(request: HttpRequest, device: Device) -> None:
    """The session goes on under another id: one that had only the password is no longer worth anything."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _typed(request: HttpRequest) -> str:
    return "".join(request.POST.get("code", "").split())


def _onward(request: HttpRequest) -> str:
    """Where `next` leads, or home where it leads off this site or nowhere."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else resolve_url("admin:index")
