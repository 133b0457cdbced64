"""An établissement of the portefeuille, as far along as a test needs it; what its list shows."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fresque.console.tenue import tenir
from pasapas.models import Accompagnement, Dossier, Projet
from tests import factories as f
from tests.personnes import Visiteur

LISTE = "/administration/pasapas/dossier/"
NOM = re.compile(r'change/">([^<]+)</a>')


def suivre(
    region: Any, compte: Any, nom: str, annexes: str = "1234", silence: int = 0, **champs: Any
) -> Accompagnement:
    """An établissement followed by this account; ``annexes`` None: no answer yet."""
    la = f.EtablissementFactory(nom=nom, region=region, departement="44", commune="Nantes")
    projet = f.ProjetFactory(nom=nom, etablissement=la)
    f.ParticipantFactory(projet=projet, role="pilote", user=f.UserFactory(), telephone="0102030405")
    suivi = f.AccompagnementFactory(projet=projet, suivi_par=compte, **champs)
    if annexes:
        partages = {f"annexe_{n}": True for n in annexes if n.isdecimal()}
        f.PartageFactory(
            projet=projet, conseil=compte, accepte=True, repondu_le=timezone.now(), **partages
        )
    Projet.objects.filter(pk=projet.pk).update(modifie_le=timezone.now() - timedelta(days=silence))
    tenir({la.pk})
    return suivi


def dossier(suivi: Accompagnement) -> Dossier:
    return Dossier.objects.get(etablissement=suivi.projet.etablissement_id)


def vues(client: Visiteur, requete: str = "") -> list[tuple[str, str]]:
    """Each row: its group's title, its name."""
    cl = client.get(LISTE + requete).context["cl"]
    return [
        (groupe["nom"] if groupe else "", NOM.search(ligne)[1])
        for groupe, lignes in cl.groupes()
        for ligne in lignes
    ]
