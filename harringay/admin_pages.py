"""What the admin's pages have in common: they show, and every change is an action by a verb."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.utils import model_ngettext
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse  # noqa: TID251  for pages, though Django keeps them elsewhere
from django.shortcuts import redirect  # noqa: TID251  as above
from django.template.response import TemplateResponse
from django.utils.text import capfirst, get_text_list

if TYPE_CHECKING:
    # Its stubs know what it is an admin of; at run time it is not generic.
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = admin.ModelAdmin

ROWS_ON_A_PAGE = 50


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Act(NamedTuple):
    """What one of the staff has done in the admin, to what, and why; and what was there before."""

    by: Any
    row: Model
    what: str
    why: str = ""
    before: Mapping[str, Any] = NOTHING


# Who is told of each act, in the transaction that does it: an app that this knows nothing of adds
# to it when it is ready.
witnesses: list[Callable[[Act], None]] = []


class WitnessedAdmin(BaseAdmin):
    """Tells the witnesses of whatever is added, changed or deleted."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under the name of what is in it: Django says “Select member to view”."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def log_addition(self, request: HttpRequest, row: Any, message: Any) -> Any:
        tell(Act(request.user, row, "add"))
        return super().log_addition(request, row, message)

    def log_change(self, request: HttpRequest, row: Any, message: Any) -> Any:
        # Django tells in a list what a form has changed; our own actions tell in words.
        if not isinstance(message, str):
            tell(Act(request.user, row, "change", get_text_list(_fields_of(message), "and")))
        return super().log_change(request, row, message)

    def log_deletions(self, request: HttpRequest, rows: "QuerySet[Any]") -> Any:
        for row in rows:
            tell(Act(request.user, row, "delete"))
        return super().log_deletions(request, rows)


def tell(act: Act) -> None:
    for witness in witnesses:
        witness(act)


def _fields_of(message: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the fields that a form has changed, its inlines' too."""
    return [name for part in message for what in part.values() for name in what.get("fields", [])]


class ActingAdmin(WitnessedAdmin):
    """Puts verbs to rows, and asks first where a verb needs to be told more.

    `refusals` are what a verb may raise; the owner reads their text.
    """

    change_form_template = "admin/acting_form.html"
    list_per_page = ROWS_ON_A_PAGE
    # Without it the list is counted twice: a million replies take a second each time.
    show_full_result_count = False
    refusals: ClassVar[tuple[type[Exception], ...]] = ()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list. Django asks the database for any row's number, also for what is none."""
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, ValueError) as nonsense:
            raise BadRequest from nonsense

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Without a menu of actions where there is nothing to put them to."""
        changelist = super().get_changelist_instance(request)
        changelist.show_admin_actions = changelist.result_count > 0
        return changelist

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *given: Any, **named: Any
    ) -> HttpResponse:
        """A row's own page: where it is only shown, the list's actions can be put to it as well.

        Where it can be changed they would be put to what is saved, and what is typed be lost.
        """
        row = named.get("obj")
        if row and not self.has_change_permission(request, row):
            choices = self.get_action_choices(request, default_choices=[])
            context["acts"] = [each for each in choices if each[0] != "delete_selected"]
            context["likely_act"] = self.likely_act(row)
        return super().render_change_form(request, context, *given, **named)

    def response_action(
        self, request: HttpRequest, queryset: "QuerySet[Any]", *given: Any, **named: Any
    ) -> HttpResponse | None:
        """A row's own page means that row, also where the list's filters have lost it meanwhile."""
        if "one_row" in request.POST:
            queryset = self.get_queryset(request)
        return super().response_action(request, queryset, *given, **named)

    def likely_act(self, _row: Any) -> str:
        """The name of the action that stands ready on a row's own page, if one does."""
        return ""

    def view_on_site(self, row: Any) -> str:
        address: str = row.get_absolute_url()
        return address

    def called(self, row: Any) -> str:
        """What a row is called where it stands alone, in a question or a refusal."""
        return str(row)

    def act(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        verb: Callable[..., None],
        *,
        done: str,
        why: str = "",
        remember: Callable[[Any], Mapping[str, Any]] = lambda _row: NOTHING,
        **told: Any,
    ) -> None:
        """Put a verb to each row, note it in the row's history, and say what became of them.

        The verb is told who does it, and whatever else it needs to know; `why` is for the history,
        and `remember` for whoever takes it back.
        """
        count = 0
        for row in rows:
            try:
                with transaction.atomic():
                    before = remember(row)
                    verb(row, by=request.user, **told)
                    tell(Act(request.user, row, done, why, before))
                    self.log_change(request, row, f"{done.capitalize()}. {why}".strip())
            except self.refusals as refusal:
                self.message_user(request, f"{self.called(row)}: {refusal}", messages.ERROR)
            else:
                count += 1
        if count:
            self.message_user(request, f"{count} {model_ngettext(self.opts, count)} {done}.")

    def ask(
        self, request: HttpRequest, rows: "QuerySet[Any]", form: Form, *, question: str
    ) -> TemplateResponse:
        """A page with a form, which sends the same action again with what it asks for."""
        context = {
            **self.admin_site.each_context(request),
            "title": question,
            "opts": self.opts,
            "rows": [self.called(row) for row in rows[:ROWS_ON_A_PAGE]],
            "form": form,
            "action": request.POST["action"],
            "selected": request.POST.getlist("_selected_action"),
            "select_across": request.POST.get("select_across", "0"),
            "is_one_row": "one_row" in request.POST,
        }
        return TemplateResponse(request, "admin/ask.html", context)

    def has_act_permission(self, request: HttpRequest) -> bool:
        """What Django asks about actions that name the permission `act`."""
        codename = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return request.user.has_perm(codename)


def answer_of(request: HttpRequest) -> "dict[str, Any] | None":
    """What was filled in on the page of `ask`; None while it has yet to be shown."""
    return request.POST if "answered" in request.POST else None


class OneRowAdmin(WitnessedAdmin):
    """Of a model with one row, number 1: its list leads straight to it."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _row: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", 1)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        """The row, which is made when it is first looked for, whichever way that is done."""
        if object_id == "1":
            self.model._default_manager.get_or_create(pk=1)  # noqa: SLF001  documented
        row: Model | None = super().get_object(request, object_id, from_field)
        return row


class ReadOnlyAdmin(ActingAdmin):
    """Shows what people wrote: nobody adds it, changes it or deletes it here."""

    def has_add_permission(self, _request: HttpRequest, *_: Any) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False


class StateFilter(admin.SimpleListFilter):
    """Rows in one of the named states."""

    title = "state"
    parameter_name = "state"
    states: ClassVar[dict[str, Q]] = {}

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in self.states]

    def queryset(self, _request: HttpRequest, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows.filter(self.states.get(self.value() or "", Q()))
