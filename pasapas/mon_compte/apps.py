"""The back office, with the application's own way in (an AppConfig must say which site)."""

from django.contrib.admin.apps import AdminConfig


class Administration(AdminConfig):
    default_site = "pasapas.mon_compte.administration.Site"
