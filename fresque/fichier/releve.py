"""Taking a projet out of the database, as the file that would bring it back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from fresque.fichier.references import PLANCHES
from fresque.fichier.releve_annexes import relever_annexe_2, relever_annexe_3, relever_annexe_4
from fresque.fichier.releve_commun import champs, postit_de, reference
from fresque.fichier.schema import FichierProjet
from fresque.fichier.sortie import rendre
from fresque.models import Constat, Inspiration
from pasapas.models import (
    Accompagnement,
    Acteur,
    ChangementActeur,
    Contact,
    Participant,
    PostIt,
    Projet,
)


def exporter(projet: Projet, *, notes_privees: bool = True) -> str:
    """The projet as YAML text. Individual answers are never in it; the advisers' private
    notes are, unless ``notes_privees`` is False."""
    return rendre(relever(projet, notes_privees=notes_privees))


def relever(projet: Projet, *, notes_privees: bool = True) -> FichierProjet:
    """The projet as a file's content: what is on the wall, not what was taken off it."""
    bilans = relever_annexe_4(projet)
    return FichierProjet.model_validate(
        {
            "version": 1,
            "etablissement": _etablissement(projet),
            "personnes": [_personne(p) for p in Participant.objects.de(projet).presents()],
            "accompagnement": _accompagnement(projet, notes_privees),
            "projet": {
                "id": projet.identifiant,
                "annexe_1": _annexe_1(projet),
                "annexe_2": relever_annexe_2(projet),
                "annexe_3": relever_annexe_3(projet),
                "annexe_4": bilans,
                "postits": _postits(projet, bilans),
            },
        }
    )


def _etablissement(projet: Projet) -> dict[str, Any]:
    etablissement = projet.etablissement
    return {
        **champs(
            etablissement,
            "nom",
            "nom_court",
            "gestionnaire",
            "type",
            "statut_juridique",
            "autorisation",
            "finess",
            "departement",
            "commune",
            "capacite",
            "effectif",
        ),
        "region": etablissement.region.code if etablissement.region else "",
        "services": [
            {"id": reference(service), **champs(service, "nom", "public", "places")}
            for service in etablissement.services.presents()
        ],
    }


def _personne(participant: Participant) -> dict[str, Any]:
    return {
        "id": reference(participant),
        **champs(
            participant,
            "prenom",
            "nom",
            "fonction",
            "organisme",
            "college",
            "role",
            "courriel",
            "telephone",
            "acces_clos_le",
        ),
    }


def _accompagnement(projet: Projet, notes_privees: bool) -> dict[str, Any] | None:
    source = (
        Accompagnement.objects.de(projet)
        .select_related("charge_de_mission")
        .prefetch_related("services")
        .first()
    )
    if source is None:
        return None
    return {
        "charge_de_mission_id": reference(source.charge_de_mission),
        "eligibilite": champs(source, "autorisation_verifiee_le", "convention_signee_le"),
        **champs(source, "debut", "fin_prevue", "phase"),
        "entretien": {
            "date": source.entretien_date,
            "duree_minutes": source.entretien_duree,
            "mode": source.entretien_mode,
            "compte_rendu": source.entretien_compte_rendu,
        },
        "jours_sur_site": {"prevus": source.jours_prevus, "realises": source.jours_realises},
        "services_mobilises": [
            champs(service, "type", "intitule", "date", "jours")
            for service in source.services.all()
        ],
        "notes_privees": source.notes_privees if notes_privees else "",
    }


def _changements(projet: Projet) -> QuerySet[ChangementActeur]:
    """In the order they were written: that of the file they came from, then of the screen."""
    return (
        ChangementActeur.objects.de(projet)
        .filter(acteur__retire_le=None)
        .select_related("acteur", "par")
        .order_by("pk")
    )


def _annexe_1(projet: Projet) -> dict[str, Any]:
    equipe = Participant.objects.de(projet).equipe()
    constats = Constat.objects.de(projet).presents().select_related("auteur", "service")
    acteurs = Acteur.objects.de(projet).presents().select_related("contact")
    changements = _changements(projet)
    contacts = Contact.objects.de(projet).presents().select_related("acteur")
    return {
        **champs(projet, "nom", "ambition", "probleme"),
        "inspirations": [
            champs(inspiration, "type", "texte", "url", "fichier", "alternative")
            for inspiration in Inspiration.objects.de(projet).presents()
        ],
        "equipe_projet": [reference(participant) for participant in equipe],
        "constats": [
            {
                "auteur_id": reference(constat.auteur),
                "service": _service(constat, projet),
                **champs(constat, "auteur_masque", "texte"),
            }
            for constat in constats
        ],
        "acteurs": [
            {
                "id": reference(acteur),
                "contact_id": reference(acteur.contact),
                **champs(acteur, "nom", "cercle", "engagement", "note"),
            }
            for acteur in acteurs
        ],
        "historique_carte": [
            {
                "acteur_id": reference(changement.acteur),
                "par": reference(changement.par),
                **champs(changement, "date", "de", "vers"),
            }
            for changement in changements
        ],
        "repertoire": [
            {
                "acteur_id": reference(contact.acteur),
                **champs(contact, "nom", "fonction", "organisme", "courriel", "telephone"),
            }
            for contact in contacts
        ],
    }


def _service(constat: Constat, projet: Projet) -> str:
    """Empty for a service of another établissement, which the file does not hold."""
    service = constat.service
    if service is None or service.etablissement_id != projet.etablissement_id:
        return ""
    return reference(service)


def _postits(projet: Projet, bilans: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outside the fiches, on the planches the file has."""
    numeros = [bilan["numero"] or rang for rang, bilan in enumerate(bilans, 1)] or [1]
    planches = [*PLANCHES, *(f"bilan-{numero}" for numero in numeros)]
    postits = PostIt.objects.de(projet).presents().filter(planche__in=planches)
    return [
        {"planche": postit.planche, **postit_de(postit)}
        for postit in postits.select_related("auteur")
    ]
