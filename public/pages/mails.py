"""Mails I got: what was sent to me, or could not be delivered. Their words are not kept."""

from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from digests.models import Mail
from proposals.permissions import readable_entries
from public.pages.lists import around, page_of
from public.pages.visitors import signed_in

PAGE = 50
KINDS: dict[str, str | Promise] = {
    Mail.Kind.ACCOUNT: _("About your account"),
    Mail.Kind.CONFIRM: _("A text to confirm"),
    Mail.Kind.RECEIPT: _("Receipt"),
    Mail.Kind.RECORDED: _("A text of yours was recorded"),
    Mail.Kind.DECISION: _("Decision about a text, a name or an account of yours"),
    Mail.Kind.RELEASE: _("A text in the name of your organization"),
    Mail.Kind.BODY: _("Organizations and their members"),
    Mail.Kind.DIGEST: _("Digest"),
    Mail.Kind.ALARM: _("Alarm to those who run the site"),
    Mail.Kind.REMINDER: _("Reminder of what waits for a decision"),
}


@dataclass(frozen=True)
class Row:
    """One mail. `number`: of the act it tells, where the reader may still read that."""

    mail: Mail
    kind: str | Promise
    number: int | None


@require_safe
def my_mails(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    mails = Mail.objects.visible_to(person).defer("text", "html", "headers")
    page = page_of(request, mails, limit=PAGE, fields=("planned_at", "id"), newest_first=True)
    context = {
        "now": timezone.now(),
        "rows": rows_of(page.items, person),
        "is_first": not request.GET.get("after"),
        "crumbs": [(_t("My page"), reverse("me")), (_t("Mails I get"), reverse("follows"))],
        **around(request, page),
    }
    return render(request, "me/mails.html", context)


def rows_of(mails: list[Mail], person: Person) -> list[Row]:
    told = [mail.entry_id for mail in mails if mail.entry_id is not None]
    numbers = dict(readable_entries(person).filter(pk__in=told).values_list("pk", "seq")) if told else {}
    return [Row(mail, KINDS[mail.kind], numbers.get(mail.entry_id) if mail.entry_id else None) for mail in mails]


urlpatterns = [path("me/mails/", my_mails, name="my_mails")]
