"""A fresque that the administration takes away: to the corbeille, where it waits the days that
anything else does, then for good; or at once.

In the corbeille it is still read, and says so: whoever leads it keeps it in one gesture, as after
any notice before erasing. So does the administration.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from diagnostic.models import Campagne
from fiches.models import Etape, FicheAction
from fresque.donnees.conservation import effacer
from fresque.donnees.preavis import destinataires
from fresque.donnees.registre import partout
from pasapas.ecriture.administration import REGLAGES, geste_de
from pasapas.ecriture.changements import bouger, verrouiller
from pasapas.ecriture.journal import Changement, noter
from pasapas.ecriture.transactions import ensemble
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import (
    Accompagnement,
    Courriel,
    Evenement,
    Intervention,
    Participant,
    PostIt,
    Projet,
    User,
)
from pasapas.models.projet import PREAVIS
from pasapas.serveur.hotes import racine
from pasapas.travaux.boite import Lettre, poster
from pasapas.valeurs.textes import jour

COMPTEES = (
    ("fiche action", "fiches action", FicheAction),
    ("étape", "étapes", Etape),
    ("post-it", "post-it", PostIt),
    ("autodiagnostic", "autodiagnostics", Campagne),
)


def contenu(projet: Projet) -> Iterator[str]:
    """What goes with it, in words: « 3 fiches action »."""
    gens = Participant.objects.de(projet).ouverts().exclude(user=None).count()
    if gens:
        yield f"l’accès de {gens} personne{'s' if gens > 1 else ''}"
    for un, plusieurs, modele in COMPTEES:
        lignes = modele.objects.de(projet)
        tous = lignes.presents() if hasattr(lignes, "presents") else lignes
        if combien := tous.count():
            yield f"{combien} {plusieurs if combien > 1 else un}"


def accompagnement(projet: Projet) -> str:
    """How it was accompanied, in a sentence; empty when nobody followed it."""
    suivi = Accompagnement.objects.de(projet).select_related("suivi_par").first()
    if suivi is None:
        return ""
    faites = Intervention.objects.de(projet).exclude(date=None).count()
    jours = f"{suivi.jours_realises.normalize():f}" if suivi.jours_realises else "0"
    dits = (
        f"suivi par {suivi.suivi_par}" if suivi.suivi_par else "",
        f"depuis le {jour(suivi.debut)}" if suivi.debut else "",
        f"phase « {suivi.get_phase_display()} »",
        f"{faites} échange{'s' if faites > 1 else ''} noté{'s' if faites > 1 else ''}",
        f"{jours.replace('.', ',')} jour{'s' if (suivi.jours_realises or 0) >= 2 else ''}",
    )
    return ", ".join(filter(None, dits))


def en_corbeille(projet: Projet) -> bool:
    """Rather than near its own term: it leaves the very day that the corbeille keeps it to."""
    return projet.preavis_vaut and projet.conserver_jusqu_au == projet.efface_apres_le


@ensemble
def mettre_a_la_corbeille(compte: User, projet: Projet) -> Projet:
    """Erased once the days of the corbeille are over, unless somebody keeps it. Those who lead it
    are told."""
    tenu = verrouiller(projet)
    avant, aujourd_hui = jour(tenu.terme), tenu.etablissement.aujourd_hui
    tenu.conserver_jusqu_au = aujourd_hui + CORBEILLE
    tenu.preavis_le = tenu.conserver_jusqu_au - PREAVIS
    tenu.save(update_fields=["conserver_jusqu_au", "preavis_le"])
    _noter(compte, tenu, avant)
    _retenir(compte, tenu, f"à la corbeille jusqu’au {jour(tenu.conserver_jusqu_au)}")
    adresse = racine() + reverse("fresque:donnees", args=[tenu.slug])
    donnees = {"projet": tenu, "jour": tenu.conserver_jusqu_au, "adresse": adresse}
    texte = render_to_string("donnees/courriel_corbeille.txt", donnees)
    for destinataire in destinataires(tenu):
        message = EmailMessage(f"« {tenu} » : fresque à la corbeille", texte, to=[destinataire])
        poster(CORBEILLE_DITE, message, suite={"projet": tenu.pk})
    return tenu


@ensemble
def remettre(compte: User, projet: Projet) -> None:
    """Kept again, as long after its last change as any other."""
    tenu = verrouiller(projet)
    if not en_corbeille(tenu):
        return
    avant = jour(tenu.terme)
    tenu.conserver_jusqu_au = tenu.preavis_le = None
    tenu.save(update_fields=["conserver_jusqu_au", "preavis_le"])
    _noter(compte, tenu, avant)
    _retenir(compte, tenu, "remise")


@ensemble
def effacer_aussitot(compte: User, projet: Projet) -> None:
    tenu = verrouiller(projet)
    _retenir(compte, tenu, "effacée")
    effacer(tenu)


def _noter(compte: User, projet: Projet, avant: str) -> None:
    dit = Changement("conserver_jusqu_au", avant, jour(projet.terme))
    if geste := geste_de(compte, [projet], *REGLAGES):
        noter(geste, Evenement.Action.MODIFICATION, projet, [dit])
    bouger(projet, (), compte=False, travail=False)


def _retenir(compte: User, projet: Projet, fait: str) -> None:
    """On the établissement, which stays: what became of its fresque, and how it was followed."""
    suivi = accompagnement(projet)
    dit = f"Fresque « {projet} » : {fait}" + (f" ({suivi})" if suivi else "")
    LogEntry.objects.log_actions(compte.pk, [projet.etablissement], CHANGE, dit[:500])


def _y_est_encore(_: Courriel, suite: dict[str, Any]) -> bool:
    projet = partout(Projet).filter(pk=suite["projet"]).first()
    return projet is not None and en_corbeille(projet)


CORBEILLE_DITE = Lettre("corbeille_fresque", "fresque à la corbeille", vaut=_y_est_encore)
