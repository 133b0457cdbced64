"""The back office, with the application's own way in (an AppConfig must say which site)."""

from allauth.mfa.apps import MFAConfig
from django.contrib.admin.apps import AdminConfig


class Administration(AdminConfig):
    default_site = "pasapas.mon_compte.administration.Site"


class Preuves(MFAConfig):
    """allauth's, by the name the pages give it."""

    verbose_name = "Vérification en deux étapes"
