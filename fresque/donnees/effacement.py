"""Erasing a person: what they brought to the group stays, and nothing says whose it was."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from fiches.models import ResponsableEtape
from fresque.donnees import registre
from fresque.donnees.lignes import (
    evenements_sur,
    journal_d_administration,
    sessions,
)
from fresque.donnees.personne import (
    CONTACT,
    Personne,
    a_l_adresse,
    de_compte,
    de_contact,
    de_participant,
    sans_compte,
)
from fresque.donnees.reecriture import reecrire, tables
from fresque.donnees.registre import partout
from fresque.donnees.reperage import Reperage
from fresque.impression.operations import oublier
from pasapas.acces.roles import autoriser
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.journal import Changement, Geste, noter
from pasapas.ecriture.transactions import ensemble
from pasapas.entretien.effacements import consigner
from pasapas.models import (
    CarteAcces,
    Contact,
    Courriel,
    Evenement,
    Invitation,
    Participant,
    Presence,
    Projet,
    Recu,
    Role,
    User,
    Visite,
)
from pasapas.travaux.boite import empreintes

FAIT = "Nom et coordonnées effacés, à la demande de la personne."
LIENS = (
    "auteur",
    "charge_de_mission",
    "contact",
    "participants",
    "referent",
    "responsable",
    "responsables",
)


class PassationNecessaire(Exception):
    """The last pilote goes while others still have access: one of them must take over."""

    def __init__(self, projets: Iterable[Projet]) -> None:
        self.projets = list(projets)
        super().__init__(", ".join(str(projet) for projet in self.projets))


def a_confier(user: User) -> list[Projet]:
    """The fresques this person alone pilots, and that others can open."""
    return [projet for projet, autres in _pilotees_seul(user) if autres]


def bientot_fermees(user: User) -> list[Projet]:
    """The fresques nobody will be able to open once this person is gone."""
    return [projet for projet, autres in _pilotees_seul(user) if not autres]


def _pilotees_seul(user: User) -> list[tuple[Projet, bool]]:
    """And whether others can open each."""
    ouverts = partout(Participant).ouverts().filter(user__is_active=True)
    pilotes = ouverts.filter(role=Role.PILOTE)
    relais = pilotes.filter(acces_clos_le=None).exclude(user=user)
    projets = list(
        partout(Projet)
        .filter(pk__in=pilotes.filter(user=user).values("projet"))
        .exclude(pk__in=relais.values("projet"))
        .order_by("nom", "pk")
    )
    restes = set(ouverts.exclude(user=user).values_list("projet", flat=True))
    return [(projet, projet.pk in restes) for projet in projets]


@ensemble
def effacer_compte(user: User) -> None:
    """Erase the person of this account, everywhere. Raises PassationNecessaire."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if projets := a_confier(user):
        raise PassationNecessaire(projets)
    effacer(de_compte(user))


@ensemble
def effacer_participant(geste: Geste, participant: Participant) -> None:
    """Erase a person without account, as an animateur was asked to. Someone who is to lead, or
    to advise, is the pilote's to erase."""
    ligne = partout(Participant).select_for_update(of=("self",)).get(pk=participant.pk)
    if not sans_compte(ligne):
        raise PermissionDenied("Cette personne a un compte : elle seule peut l’effacer.")
    effacer(de_participant(ligne), geste)
    autoriser(geste, ligne)  # last: the projet is held once all that is rewritten is


@ensemble
def effacer_contact(geste: Geste, contact: Contact) -> None:
    """Take a card of the répertoire away for good, with what the journal says of it."""
    ligne = partout(Contact).select_for_update().get(pk=contact.pk)
    effacer(de_contact(ligne), geste)
    noter(geste, Evenement.Action.RETRAIT, ligne, [Changement(avant=CONTACT)])
    partout(Contact).filter(pk=ligne.pk).delete()


@ensemble
def effacer(personne: Personne, geste: Geste | None = None) -> None:
    """Take the person out of every table. Rows are held before their projets, as writers do."""
    projets = list(partout(Projet).filter(pk__in=personne.projets).order_by("pk"))
    for modele in tables():
        reecrire(modele, personne)
    _rendre_les_etapes(personne, geste)
    _consigner(personne)
    _vider_les_lignes(personne)
    _taire_le_journal(personne)
    _rendre_les_cles(personne)
    Recu.objects.all().delete()  # what a form answered today may name anyone; nothing is lost
    _noter_le_fait(personne, geste)
    oublier(projets)  # a file made before would go on naming them
    for projet in projets:
        bouger(projet, travail=False)  # its own term does not move


def _rendre_les_etapes(personne: Personne, geste: Geste | None) -> None:
    """What they had in hand waits for somebody: the group is told so, étape by étape. A name that
    was theirs alone has just been written otherwise."""
    siennes = partout(ResponsableEtape).filter(
        Q(participant__in=personne.participants)
        | Q(nom=personne.remplacant, projet__in=personne.projets)
    )
    for une in siennes.select_related("etape__fiche", "projet"):
        qui = geste.auteur if geste else None
        trace = Geste(une.projet, qui, f"fiche-{une.etape.fiche.numero}", "etapes")
        rendue = Changement("responsables", personne.remplacant, "")
        noter(trace, Evenement.Action.MODIFICATION, une.etape, [rendue])
    siennes.delete()


def _consigner(personne: Personne) -> None:
    """So that an archive made before does not bring this person back."""
    consigner(User, [personne.user.pk] if personne.user else [])
    consigner(Participant, [ligne.pk for ligne in personne.participants])
    consigner(Contact, [ligne.pk for ligne in personne.contacts])


def _vider_les_lignes(personne: Personne) -> None:
    for participant in personne.participants:
        valeurs = dict.fromkeys(registre.COORDONNEES, "") | {
            "nom": personne.remplacant,
            "reference": f"{Participant.EFFACE}{participant.pk}",
            "user": None,
            "acces_clos_le": timezone.localdate() - timedelta(days=1),
            "ordre_equipe": None,
            "retire_le": participant.retire_le or timezone.now(),
        }
        partout(Participant).filter(pk=participant.pk).update(**valeurs)
    partout(Contact).filter(pk__in=[c.pk for c in personne.contacts]).update(
        nom=CONTACT, fonction="", courriel="", telephone=""
    )
    for ligne in personne.partages:
        partout(type(ligne)).filter(pk=ligne.pk).update(courriel="")


def _taire_le_journal(personne: Personne) -> None:
    """The journal keeps what happened and when; who it was, and what they were called, goes."""
    evenements = Evenement.objects.filter(projet__in=personne.projets)
    sur_moi = evenements.filter(evenements_sur(personne))
    sur_moi.filter(champ__in=registre.COORDONNEES).update(avant="", apres="")
    partout(Evenement).filter(qui__in=personne.participants).update(nom=personne.remplacant)
    # A lone first name is no match in a text, but it is one where a person is meant.
    dits = [str(ligne) for ligne in (*personne.participants, *personne.contacts)]
    listes = Reperage.en_liste(dits, personne.remplacant)
    for evenement in evenements.filter(Q(champ__in=LIENS) | evenements_sur(personne)):
        evenement.avant = listes.effacer(evenement.avant)
        evenement.apres = listes.effacer(evenement.apres)
        evenement.save(update_fields=["avant", "apres"])
    LogEntry.objects.filter(journal_d_administration(personne)).update(
        object_repr=personne.remplacant, change_message=""
    )


def _rendre_les_cles(personne: Personne) -> None:
    """No way in is left: cards, invitations, sessions, the account and all that hangs on it."""
    for modele in (Presence, Visite, Invitation, CarteAcces):
        partout(modele).filter(participant__in=personne.participants).delete()
    partout(Invitation).filter(a_l_adresse(personne.courriels)).delete()
    dites = [une for courriel in personne.courriels for une in empreintes(courriel)]
    Courriel.objects.filter(empreinte__in=dites).delete()
    for session in sessions(personne):
        session.delete()
    if personne.user:
        personne.user.delete()


def _noter_le_fait(personne: Personne, geste: Geste | None) -> None:
    """The journal says that it was done, and nothing of whom."""
    for participant in personne.participants:
        encart = "autres" if participant.ordre_equipe is None else "equipe"
        qui = geste.auteur if geste else partout(Participant).get(pk=participant.pk)
        trace = Geste(participant.projet, qui, "eclaire", encart)
        noter(trace, Evenement.Action.MODIFICATION, participant, [Changement(apres=FAIT)])
    if geste is None or personne.participants:
        for carte in personne.contacts:
            trace = Geste(carte.projet, geste.auteur if geste else None, "acteurs", "repertoire")
            noter(trace, Evenement.Action.MODIFICATION, carte, [Changement(apres=FAIT)])
