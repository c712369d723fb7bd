"""Where I am signed in; one browser, or all others, signed out."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import sessions
from public.pages.filing import see
from public.pages.visitors import signed_in


@require_safe
def my_devices(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    key = request.session.session_key
    devices = [(device, device.session.session_key == key) for device in sessions.of_person(person, now=now)]
    # This one first.
    devices.sort(key=lambda row: not row[1])
    context = {"now": now, "devices": devices, "others": sum(not is_this for _device, is_this in devices)}
    return render(request, "me/devices.html", context)


@require_POST
def my_device_end(request: HttpRequest, id: int) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(reverse("my_devices"))
    mine = [device.session for device in sessions.of_person(person, now=now) if device.session.pk == id]
    if not mine:
        raise Http404
    if mine[0].session_key == request.session.session_key:
        # Signing out here has a page of its own.
        return see(reverse("account_logout"))
    sessions.end(by=person, session=mine[0])
    messages.success(request, _("That browser is signed out."))
    return see(reverse("my_devices"))


@require_POST
def my_devices_end_others(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if person is None:
        return redirect_to_login(reverse("my_devices"))
    count = sessions.end_others(by=person, key=str(request.session.session_key))
    said = ngettext("%(n)s other browser is signed out.", "%(n)s other browsers are signed out.", count) % {"n": count}
    messages.success(request, said)
    return see(reverse("my_devices"))


urlpatterns = [
    path("me/devices/", my_devices, name="my_devices"),
    path("me/devices/others/end/", my_devices_end_others, name="my_devices_end_others"),
    path("me/devices/<int:id>/end/", my_device_end, name="my_device_end"),
]
