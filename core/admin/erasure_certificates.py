from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from core.admin.read_only import VisiblePatientsAdmin
from core.erasure import all_kept_words
from core.erasure_certificates import blanked_lines, differences, standing_lines
from core.models import ErasureCertificate


@admin.register(ErasureCertificate)
class ErasureCertificateAdmin(VisiblePatientsAdmin[ErasureCertificate]):
    """What went, what stays, and whether it still does; a page to print."""

    list_display = ("at", "patient", "by")
    list_select_related = ("patient",)
    sortable_by = ()
    search_fields = ("patient__code__exact",)
    change_form_template = "core/admin/erasure_certificate.html"

    class Media:
        css = {"all": ("core/taking_back.css",)}

    @admin.display(description="by")
    def by(self, certificate: ErasureCertificate) -> str:
        return certificate.by_label

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: ErasureCertificate | None = None,
    ) -> HttpResponse:
        """The certificate, checked against what stands in the database now."""
        if obj is not None:
            kept = all_kept_words()
            context |= {
                "title": f"Certificate of erasure: {obj.patient.code}",
                "certificate": obj,
                "blanked": blanked_lines(obj, kept),
                "stays": standing_lines(obj, kept),
                "changed": differences(obj, kept),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)
