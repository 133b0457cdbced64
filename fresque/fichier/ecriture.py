"""Writing what a file says: one new projet, in one transaction, or nothing at all."""

from itertools import chain

from django.apps import apps
from django.db import DataError, IntegrityError, transaction

from fresque.fichier.controle_campagnes import controler_campagnes
from fresque.fichier.ecriture_annexes import ecrire_annexe_2, ecrire_annexe_3, ecrire_annexe_4
from fresque.fichier.ecriture_sol import (
    ecrire_accompagnement,
    ecrire_annexe_1,
    ecrire_etablissement,
    ecrire_personnes,
    ecrire_postits,
    nommer_pilote,
)
from fresque.fichier.questionnaires import controler_questionnaires
from fresque.fichier.references import controler
from fresque.fichier.registre import Registre
from fresque.fichier.schema import FichierProjet
from fresque.ouverture import fonder
from pasapas.lecture.messages import Erreur, RapportErreurs, dire_chemin
from pasapas.models import Etablissement, Projet, User


def importer(
    fichier: FichierProjet,
    *,
    createur: User | None = None,
    reponses_individuelles: bool = False,
    slug: str = "",
    confirme: bool = True,
) -> Projet:
    """Open a new projet holding what the file says.

    ``createur`` becomes its pilote; nobody else gets access. Individual answers are demo
    data, left out unless asked for. The address is ``slug``, or the file's id, followed by
    a number when it is taken. ``confirme``: whoever asks may vouch for the établissement, if it
    is a new one. Raises RapportErreurs, and then nothing was written.
    """
    nu = fichier.model_dump()
    reproches = [*controler(nu), *controler_questionnaires(nu), *controler_campagnes(nu)]
    if reproches:
        raise RapportErreurs(
            Erreur(None, dire_chemin(chemin), message) for chemin, message in reproches
        )
    try:
        with transaction.atomic():
            etablissement, services = ecrire_etablissement(
                fichier.etablissement, createur, confirme=confirme
            )
            projet = _projet(fichier, etablissement, slug)
            with fonder(projet):
                registre = Registre(projet, services=services)
                _remplir(registre, fichier, createur, reponses_individuelles)
            return projet
    except (IntegrityError, DataError) as exc:
        raise RapportErreurs([Erreur(None, "", _dire_contrainte(exc))]) from exc


def _projet(fichier: FichierProjet, etablissement: Etablissement, slug: str) -> Projet:
    source = fichier.projet
    return Projet(
        etablissement=etablissement,
        slug=slug,
        identifiant=source.id,
        nom=source.annexe_1.nom,
        ambition=source.annexe_1.ambition,
        probleme=source.annexe_1.probleme,
    )


def _remplir(
    registre: Registre,
    fichier: FichierProjet,
    createur: User | None,
    reponses_individuelles: bool,
) -> None:
    source = fichier.projet
    ecrire_personnes(registre, fichier.personnes, source.annexe_1.equipe_projet)
    if createur is not None:
        nommer_pilote(registre, createur)
    if fichier.accompagnement is not None:
        ecrire_accompagnement(registre, fichier.accompagnement)
    ecrire_annexe_1(registre, source.annexe_1)
    ecrire_annexe_2(registre, fichier, reponses_individuelles=reponses_individuelles)
    ecrire_annexe_3(registre, source)
    ecrire_annexe_4(registre, source.annexe_4)
    ecrire_postits(registre, source)


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
