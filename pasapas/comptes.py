"""How people log in (django-allauth): nobody signs up alone, the demo shows its accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.conf import settings
from django.http import HttpRequest

MOT_DE_PASSE_DEMO = "dragibus-pas-a-pas"
COMPTES_DEMO = (
    ("Hélène Marchetti", "Directrice, pilote", "helene.marchetti@example.org"),
    (
        "Sandrine Le Goff",
        "Cheffe de service, animatrice",
        "sandrine.legoff@example.org",
    ),
    ("Inès Carpentier", "Éducatrice spécialisée", "ines.carpentier@example.org"),
    ("Nadège Toussaint", "Élue au CSE", "nadege.toussaint@example.org"),
    ("Claire N’Guyen-Hébert", "Psychologue, lectrice", "claire.nguyen@example.org"),
    ("Pierre Lemoine", "Chargé de mission", "pierre.lemoine@example.org"),
)


class Adaptateur(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Access is given by a projet's pilote, never taken."""
        return False


class LoginForm(AllauthLoginForm):
    """The login page, with the demo accounts while the demo is on."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Adresse e-mail"
        self.fields["password"].help_text = ""

    @property
    def comptes_demo(self) -> list[dict[str, str]]:
        if not settings.DEMO:
            return []
        return [
            {"nom": nom, "fonction": fonction, "courriel": courriel}
            for nom, fonction, courriel in COMPTES_DEMO
        ]

    @property
    def mot_de_passe_demo(self) -> str:
        return MOT_DE_PASSE_DEMO if settings.DEMO else ""
