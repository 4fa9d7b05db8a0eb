"""Which rules of the gate block and which are only noted: the versions, and the page that adds one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from core.admin.read_only import OwnOrganisationAdmin
from core.models import User
from core.refusals import InputRefused
from generation.gate_policies import MAY_BE_ONLY_NOTED, change_policy, policy_version_in_force
from generation.history.severity_preview import MAX_REPORTS, RuleFlips, SeverityPreview, preview_severity
from generation.models import GatePolicyVersion
from generation.models.gate_policy import POLICY_REASON_MAX_LENGTH
from generation.pipeline.contracts import GatePolicy
from generation.pipeline.contracts.rule import Rule
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.severity import ALWAYS_BLOCKING


class PolicyForm(forms.Form):
    """`noted`: the rules whose findings shall only be noted. `after`: the number of the policy looked at."""

    noted = forms.MultipleChoiceField(required=False, choices=[(id_, id_) for id_ in MAY_BE_ONLY_NOTED])
    after = forms.IntegerField(min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why, without diary text", required=False, max_length=POLICY_REASON_MAX_LENGTH,
        widget=forms.TextInput(attrs={"size": 60}),
    )  # fmt: skip


class RuleRow(NamedTuple):
    rule: Rule
    is_noted: bool
    was_noted: bool


@admin.register(GatePolicyVersion)
class GatePolicyAdmin(OwnOrganisationAdmin[GatePolicyVersion]):
    """Versions are added, never changed; what one would change is shown before it is switched on."""

    list_display = ("__str__", "organisation", "noted_only", "by", "reason", "created_at")
    list_select_related = ("organisation", "by")
    list_display_links = None
    sortable_by = ()
    fields = ("organisation", "number", "noted_only", "by", "reason", "created_at")
    readonly_fields = ("noted_only",)

    class Media:
        css = {"all": ("generation/desk.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever belongs to an organisation and has the permission."""
        may = request.user.has_perm("generation.add_gatepolicyversion")
        return may and getattr(request.user, "organisation_id", None) is not None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Choose severities, look at what they would change, switch them on."""
        user = request.user
        if not self.has_add_permission(request) or not isinstance(user, User) or user.organisation_id is None:
            raise PermissionDenied
        current = policy_version_in_force(user.organisation_id)
        was_noted = set(current.review_rule_ids) if current else set()
        form = PolicyForm(request.POST if request.method == "POST" else None)
        wanted, preview = was_noted, None
        if request.method == "POST" and form.is_valid():
            wanted = set(form.cleaned_data["noted"])
            if "switch" in request.POST and self._switched_on(request, user, form):
                return HttpResponseRedirect(reverse("admin:generation_gatepolicyversion_changelist"))
            preview = preview_severity(user.organisation_id, GatePolicy(review=tuple(sorted(wanted))))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Change what blocks",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "form": form,
            "after": current.number if current else 0,
            "current": current,
            "rows": list(_rows(wanted, was_noted)),
            "always": [(ALL_RULES[id_], why) for id_, why in ALWAYS_BLOCKING.items()],
            "preview": preview,
            "by_rule": _changed_rules(preview, wanted ^ was_noted),
            "most": f"{MAX_REPORTS:,}",
        }
        return TemplateResponse(
            request, "generation/admin/gate_policy.html", context, status=400 if form.errors else 200
        )

    def _switched_on(self, request: HttpRequest, user: User, form: PolicyForm) -> bool:
        said = form.cleaned_data
        try:
            version = change_policy(user, noted=said["noted"], after=said["after"], reason=said["reason"])
        except InputRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason.capitalize())
            return False
        messages.success(request, f"Policy {version.number} is in force for every summary that begins from now on.")
        return True

    @admin.display(description="noted only")
    def noted_only(self, version: GatePolicyVersion) -> str:
        return ", ".join(version.review_rule_ids) or "nothing: every rule blocks"


def _rows(wanted: set[str], was_noted: set[str]) -> Iterator[RuleRow]:
    for id_, rule in MAY_BE_ONLY_NOTED.items():
        yield RuleRow(rule, id_ in wanted, id_ in was_noted)


def _changed_rules(preview: SeverityPreview | None, changed: set[str]) -> list[RuleFlips]:
    """The rules whose severity would change: broken by, would pass, would be refused."""
    found = {flips.rule_id: flips for flips in preview.by_rule} if preview else {}
    return [found.get(id_, RuleFlips(id_, 0, 0, 0)) for id_ in sorted(changed)]
