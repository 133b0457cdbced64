"""Writing what a file says: one new projet, in one transaction, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, DataError, IntegrityError, transaction

from fresque.fichier.etablissement import ecrire_etablissement
from fresque.fichier.lecture import controler
from fresque.fichier.passage import Entree
from fresque.fichier.questionnaires import exiger, questionnaire_etat
from fresque.fichier.schema import ACCOMPAGNEMENT, PERSONNE, PROJET, FichierProjet
from fresque.operations import reference_libre
from fresque.ouverture import fonder
from pasapas.lecture.messages import Erreur, RapportErreurs, dire_chemin
from pasapas.models import Etablissement, Participant, Projet, Role, User


def importer(
    fichier: FichierProjet,
    *,
    createur: User | None = None,
    reponses_individuelles: bool = False,
    slug: str = "",
    confirme: bool = True,
    chez: Etablissement | None = None,
) -> Projet:
    """Open a new projet holding what the file says.

    ``createur`` becomes its pilote; nobody else gets access. Individual answers are demo
    data, left out unless asked for. The address is ``slug``, or the file's id, followed by
    a number when it is taken. ``confirme``: whoever asks may vouch for the établissement, if it
    is a new one. ``chez``: the établissement it is for, whatever the file says. Raises
    RapportErreurs, and then nothing was written.
    """
    with _en_disant_pourquoi(fichier), transaction.atomic():
        nu = fichier.model_dump()
        projet = Projet(slug=slug)
        entree = Entree(projet, exiger(questionnaire_etat(nu)), reponses_individuelles)
        projet.etablissement = chez or ecrire_etablissement(
            nu["etablissement"], createur, entree, confirme=confirme
        )
        for colonne, valeur in PROJET.valeurs(nu["projet"], None, entree).items():
            setattr(projet, colonne, valeur)
        with fonder(projet):
            PERSONNE.ecrire(((projet, {}, une.model_dump()) for une in fichier.personnes), entree)
            if createur is not None:
                _nommer_pilote(entree, createur)
            if nu["accompagnement"] is not None:
                ACCOMPAGNEMENT.ecrire([(projet, {}, nu["accompagnement"])], entree)
            PROJET.suivre([(projet, nu["projet"])], entree)
            for nouer in entree.a_la_fin:
                nouer()
    return projet


@contextmanager
def _en_disant_pourquoi(fichier: FichierProjet) -> Iterator[None]:
    """Since it was read, something that it names has gone; or a check was forgotten."""
    try:
        yield
    except (DatabaseError, LookupError, ObjectDoesNotExist) as exc:
        reproches = [
            Erreur(None, dire_chemin(la), dit) for la, dit in controler(fichier.model_dump())
        ]
        if not reproches and isinstance(exc, IntegrityError | DataError):
            reproches = [Erreur(None, "", _dire_contrainte(exc))]
        if not reproches:
            raise
        raise RapportErreurs(reproches) from exc


def _nommer_pilote(entree: Entree, createur: User) -> None:
    """Whoever imports leads the projet: as the person of the file who bears their address,
    or as one more participant. No account is tied to anyone else: a file gives no access."""
    adresse = (createur.email or "").casefold()
    personnes = entree.connues[Participant].values()
    meme = [p for p in personnes if adresse and p.courriel.casefold() == adresse]
    if meme:
        participant = meme[0]
    else:
        nouveau = {
            "reference": reference_libre(Participant, entree.projet, createur.get_full_name()),
            **createur.identite,
            "courriel": createur.email or "",
        }
        (participant,) = entree.creer(Participant, [nouveau])
    participant.acces_clos_le = None
    participant.role = Role.PILOTE
    participant.user = createur
    participant.save()


def _dire_contrainte(exc: Exception) -> str:
    """The French message of the constraint that refused, when it can be told."""
    contraintes = chain.from_iterable(modele._meta.constraints for modele in apps.get_models())
    return next(
        (
            str(contrainte.violation_error_message)
            for contrainte in contraintes
            if contrainte.name in str(exc)
        ),
        "la base de données refuse ce fichier",
    )
