"""Addresses of the autodiagnostic, below /projets/<slug>/autodiagnostic/."""

from django.urls import URLPattern

app_name = "diagnostic"

urlpatterns: list[URLPattern] = []
