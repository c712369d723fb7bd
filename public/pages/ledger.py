from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def ledger(request: HttpRequest) -> HttpResponse:
    return render(request, "ledger/ledger.html")


def entry(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "ledger/ledger.html")


urlpatterns = [path("ledger/", ledger, name="ledger"), path("<int:number>/", entry, name="entry")]
