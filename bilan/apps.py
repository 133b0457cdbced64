"""Annexe 4, as Django knows it."""

from django.apps import AppConfig


class BilanConfig(AppConfig):
    name = "bilan"
    verbose_name = "Annexe 4 : bilan"
