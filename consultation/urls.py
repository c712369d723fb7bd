"""Every address of the platform."""

from django.urls import include, path

from consultation import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/v1/", include("consultation.api")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/security/", include("allauth.mfa.urls")),
    path("desk/", include("secretariat.urls")),
    path("", include("public.urls")),
]
handler400 = "public.pages.errors.bad_request"
handler500 = "web.unavailable.server_error"
