"""What the admin's pages have in common: they show, and every change is an action by a verb."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import model_ngettext
from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse  # noqa: TID251  for pages, though Django keeps them elsewhere
from django.template.response import TemplateResponse

if TYPE_CHECKING:
    # Its stubs know what it is an admin of; at run time it is not generic.
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = admin.ModelAdmin

ROWS_ON_A_PAGE = 50


class ActingAdmin(BaseAdmin):
    """Puts verbs to rows, and asks first where a verb needs to be told more.

    `refusals` are what a verb may raise; the owner reads their text.
    """

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

    def view_on_site(self, row: Any) -> str:
        address: str = row.get_absolute_url()
        return address

    def act(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        verb: Callable[..., None],
        *,
        done: str,
        why: str = "",
        **told: Any,
    ) -> None:
        """Put a verb to each row, note it in the row's history, and say what became of them.

        The verb is told who does it, and whatever else it needs to know; `why` is for the history.
        """
        count = 0
        for row in rows:
            try:
                verb(row, by=request.user, **told)
            except self.refusals as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, row, f"{done.capitalize()}. {why}".strip())
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
            "rows": rows[:ROWS_ON_A_PAGE],
            "form": form,
            "action": request.POST["action"],
            "selected": request.POST.getlist("_selected_action"),
            "select_across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/ask.html", context)

    def has_act_permission(self, request: HttpRequest) -> bool:
        """What Django asks about actions that name the permission `act`."""
        codename = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return request.user.has_perm(codename)


def answer_of(request: HttpRequest) -> "dict[str, Any] | None":
    """What was filled in on the page of `ask`; None while it has yet to be shown."""
    return request.POST if "answered" in request.POST else None


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
