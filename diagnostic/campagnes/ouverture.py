"""Opening a campagne: what is asked, of whom, and how. Called off, it leaves nothing."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic import operations
from diagnostic.campagnes.destruction import detruire
from diagnostic.campagnes.refus import Refus
from diagnostic.campagnes.seance import VOIX
from diagnostic.campagnes.verrou import ouverte
from diagnostic.models import AccesRecueil, Campagne, ModePassation, Passation, Questionnaire
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Changement, Geste, noter, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Evenement, Projet

# Letters and figures nobody takes for one another: a poster is also copied by hand.
SIGNES = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPES, PAR_GROUPE = 3, 4


@dataclass(frozen=True, slots=True)
class PassationVoulue:
    """How one collège will answer. ``personnes``: around its voice, or invited to the recueil,
    where they come in by ``acces``."""

    college: str
    mode: str
    personnes: int | None = None
    acces: str = AccesRecueil.LIEN.value

    def ligne(self, campagne: Campagne, rang: int) -> Passation:
        individuelle = self.mode == ModePassation.INDIVIDUELLE
        return Passation(
            campagne=campagne,
            college=self.college,
            mode=self.mode,
            acces=self.acces if individuelle else AccesRecueil.LIEN,
            invites=self.personnes if individuelle else None,
            participants=None if individuelle else self.personnes,
            ordre=rang,
            jeton=nouveau_jeton() if individuelle else "",
        )


def nouveau_jeton() -> str:
    """The secret part of a recueil's address, « k7qf-2m9t-xpd4 »: 59 bits."""
    groupes = ("".join(secrets.choice(SIGNES) for _ in range(PAR_GROUPE)) for _ in range(GROUPES))
    return "-".join(groupes)


@ensemble
def ouvrir(
    geste: Geste,
    *,
    nom: str,
    questionnaire: Questionnaire,
    seuil: int,
    minutes: int,
    ouverte_le: object,
    cloture_prevue: object = None,
    passations: Iterable[PassationVoulue],
) -> Campagne:
    """Open a campagne. Raises ValidationError when the projet already has one open."""
    # Held, so that of two people opening at once the second reads the first one's campagne.
    Projet.objects.celle(geste.projet).select_for_update(no_key=True).get()
    campagne = changements.ajouter(
        geste,
        Campagne,
        {
            "nom": nom,
            "reference": _reference(geste.projet),
            "questionnaire": questionnaire,
            "seuil": seuil,
            "minutes": minutes,
            "ouverte_le": ouverte_le,
            "cloture_prevue": cloture_prevue,
        },
    )
    Passation.objects.bulk_create(
        voulue.ligne(campagne, rang) for rang, voulue in enumerate(passations)
    )
    operations.adopter(geste.projet, questionnaire, auteur=geste.auteur)
    return campagne


def _reference(projet: Projet) -> str:
    prises = set(Campagne.objects.de(projet).values_list("reference", flat=True))
    rang = len(prises) + 1
    while f"campagne-{rang}" in prises:
        rang += 1
    return f"campagne-{rang}"


@ensemble
def inviter(geste: Geste, passation: Passation, invites: int) -> None:
    """Invite more people: the recueil takes that many answers, and a margin. Raises Refus.

    Never fewer: lowered until it refuses, this number would tell how many have answered.
    """
    campagne = ouverte(passation.campagne)
    avant = passation.invites
    if avant is not None and invites < avant:
        raise Refus(
            f"Ce nombre ne peut qu’augmenter (il est de {avant}) : en le baissant, on "
            "apprendrait combien de personnes ont répondu."
        )
    Passation.objects.celle(passation).update(invites=invites)
    noter_champ(geste, campagne, "invites", str(avant or ""), str(invites))


@ensemble
def annuler(geste: Geste, campagne: Campagne) -> None:
    """Call off an open campagne: every answer is destroyed, nothing is published, and the
    journal forgets the voices that were replaced."""
    ligne = ouverte(campagne)
    siens = Evenement.objects.filter(projet=geste.projet, objet="campagne", objet_pk=ligne.pk)
    siens.filter(champ=VOIX).delete()
    noter(geste, Evenement.Action.RETRAIT, ligne, [Changement(avant=str(ligne))])
    detruire(ligne)
    ligne.delete()
    changements.a_bouge(geste, ligne.planches(), compte=False)
