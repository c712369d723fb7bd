from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


@login_required
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "me/me.html")


urlpatterns = [path("me/", me, name="me")]
