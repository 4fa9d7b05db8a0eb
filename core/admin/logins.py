from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from core.actors import actor_of
from core.admin.checked_list import CheckedListAdmin
from core.admin.login_forms import ChangeLoginForm, NewLoginForm, NewPasswordForm, RolesField
from core.admin.read_only import of_own_organisation
from core.history import record_change
from core.login.limits import lift_limits
from core.login.rank import may_change_login
from core.models import ChangeSubject, User
from core.practice.logins import take_second_factor_away
from core.roles import STAFF_ROLES, Role, roles_in_words
from core.visibility import is_operator

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]
else:
    # The stubs' type arguments do not exist at run time.
    _UserAdmin = UserAdmin

_PERSONAL = ("Who", {"fields": ("first_name", "last_name", "email")})
_ROLES = ("Roles", {"fields": ("is_active", "groups")})
_RIGHTS = ("Rights beyond the roles", {"fields": ("is_staff", "is_superuser", "user_permissions")})
_DATES = ("When", {"fields": ("last_login", "date_joined")})

# What may do more than before, as the page names it.
_GIVEN_RIGHTS = {
    "groups": "roles",
    "is_active": "whether it is active",
    "is_staff": "whether it opens these pages",
    "is_superuser": "whether it may do everything",
    "user_permissions": "single rights",
    "organisation": "organisation",
}

_HELP = {
    "username": "The name they log in by. Letters, digits and @ . + - _ only.",
    "is_active": "Untick it when somebody leaves. They are logged out everywhere; what they did stays on record.",
    "is_staff": "May open these pages. A role for staff ticks it by itself.",
    "is_superuser": "May do everything, without a role. For those who run the installation.",
    "user_permissions": "Single rights beside those of the roles. Seldom needed.",
}

# Keys and recovery codes are seen by nobody but whose they are. The modules named above register them.
admin.site.unregister([Group, TOTPDevice, StaticDevice])


@admin.register(Group)
class StaffGroupAdmin(CheckedListAdmin, GroupAdmin):
    """Groups are for operators alone: whoever changes one changes what everybody in it may do."""

    # Django's own list has one column that it offers to sort by and that this site cannot.
    list_display = ("name",)
    search_help_text = "A part of the name of a group"
    # Django's pair of lists is cut on a phone and on paper.
    filter_horizontal = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_operator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_operator(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_operator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_operator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # Without one of them nobody could be given that role until the next migration.
        return is_operator(request.user) and getattr(obj, "name", None) not in set(Role)


@admin.register(User)
class StaffUserAdmin(CheckedListAdmin, _UserAdmin):
    """Logins are made and changed here, as nowhere else: by operators all of them, by others those of their
    organisation that are not above them, and by nobody their own roles."""

    form = ChangeLoginForm
    add_form = NewLoginForm
    list_display = ("username", "organisation", "roles", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    list_select_related = ("organisation",)
    show_full_result_count = False
    search_fields = ("username", "first_name", "last_name", "email")
    search_help_text = "A part of the username, the name or the email address"
    filter_horizontal = ()
    actions = ("take_second_factor_away", "lift_login_limits")
    change_password_form = NewPasswordForm

    class Media:
        css = {"all": ("core/entry.css",)}

    add_form_template = "core/admin/new_login.html"
    change_user_password_template = "core/admin/new_password.html"
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        logins = of_own_organisation(super().get_queryset(request), request, "organisation")
        return logins.prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or may_change_login(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # A login that is no longer wanted is made inactive: what it did stays on record.
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Another login's password. One's own is changed where the one before is asked for."""
        # The row, not its address: an id may be typed in capitals or without dashes.
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        operator = is_operator(request.user)
        organisation = ("Belongs to", {"fields": ("organisation",)})
        if obj is None:
            return (*self.add_fieldsets, ("Roles", {"fields": ("groups",)}), *((organisation,) if operator else ()))
        # Whoever only looks sends nothing back.
        made_from = ("made_from",) if self.has_change_permission(request, obj) else ()
        login = (None, {"fields": ("username", "password", *made_from)})
        return (login, _PERSONAL, _ROLES, *((_RIGHTS,) if operator else ()), organisation, _DATES)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        given = [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]
        if is_operator(request.user):
            return given
        own = ["groups", "is_active"] if obj is not None and obj.pk == request.user.pk else []
        return [*given, "organisation", *own]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Django's help is for those who know its words; roles are not added to from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.help_text = _HELP.get(db_field.name, field.help_text)
            if db_field.name == "groups":
                field.widget = getattr(field.widget, "widget", field.widget)
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"widget": CheckboxSelectMultiple, "form_class": RolesField}
            if not is_operator(request.user):
                kwargs["queryset"] = Group.objects.filter(name__in=STAFF_ROLES)
            else:
                kwargs["queryset"] = Group.objects.exclude(name=Role.PERSON)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label = "Roles"
            field.help_text = "Several may be given. Somebody without a role cannot open these pages."
        return field

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """No word of success where rights were sent that whoever sent them may not give."""
        shown = set(flatten_fieldsets(self.get_fieldsets(request, obj)))
        refused = _GIVEN_RIGHTS.keys() & request.POST.keys() - (shown - set(self.get_readonly_fields(request, obj)))
        if not refused:
            return super().response_change(request, obj)
        names = ", ".join(sorted(_GIVEN_RIGHTS[name] for name in refused))
        self.message_user(request, f"Not changed: {names}. These are not yours to give to this login.", messages.ERROR)
        return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        if not change and not is_operator(request.user):
            obj.organisation_id = getattr(request.user, "organisation_id", None)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm[User], formsets: Any, change: bool) -> None:
        """Roles decide whether somebody is staff; only an operator makes staff without one."""
        user = form.instance
        # Not offered here: whoever keeps a diary has it from their own page, and keeps it.
        of_a_person = list(user.groups.filter(name=Role.PERSON))
        super().save_related(request, form, formsets, change)
        user.groups.add(*of_a_person)
        works_here = user.is_superuser or user.groups.filter(name__in=STAFF_ROLES).exists()
        if works_here != user.is_staff and (works_here or not is_operator(request.user)):
            user.is_staff = works_here
            user.save(update_fields=["is_staff"])
        self._record(request, form, user, change)

    def _record(self, request: HttpRequest, form: ModelForm[User], user: User, change: bool) -> None:
        """A row of the history: which fields, and the roles from now on. No name of a person's own login."""
        fields = ", ".join(sorted(name for name in form.changed_data if "password" not in name)) or "password"
        name = user.username if user.is_staff else "a login of the app"
        done = f"{name}: changed {fields}" if change else f"{name} entered"
        details = f"{done}; roles: {self.roles(User.objects.get(pk=user.pk))}"
        record_change(actor_of(request.user), ChangeSubject.LOGIN, user.pk, details, organisation=user.organisation)

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return roles_in_words(user) or "–"

    @admin.action(permissions=["change"], description="Take the second factor away, for somebody who lost it")
    def take_second_factor_away(self, request: HttpRequest, logins: QuerySet[User]) -> None:
        theirs = [user for user in logins if may_change_login(request.user, user) and user.pk != request.user.pk]
        gone = sum(take_second_factor_away(actor_of(request.user), user) for user in theirs)
        self.message_user(request, f"Second factors taken away: {gone}.", messages.SUCCESS)

    @admin.action(permissions=["change"], description="Let them try their password again")
    def lift_login_limits(self, request: HttpRequest, logins: QuerySet[User]) -> None:
        theirs = [user for user in logins if may_change_login(request.user, user)]
        for user in theirs:
            lift_limits(user)
        self.message_user(request, f"Logins that may be tried again: {len(theirs)}.", messages.SUCCESS)
