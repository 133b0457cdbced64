"""P1 « J’éclaire le projet » as values (annexe 1, kit 1.2)."""

from functools import partial

from fresque.models import Constat, Inspiration, TypeInspiration
from pasapas.models import Participant, Projet, Service
from pasapas.serveur.preparee import Preparee, presents
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, case_texte
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import jour

ANNEXE = ANNEXES[0]
_texte = partial(case_texte, "projet", lignes=6)
CHAMPS_ETABLISSEMENT = (
    "nom",
    "nom_court",
    "gestionnaire",
    "type",
    "statut_juridique",
    "autorisation",
    "finess",
    "commune",
    "departement",
    "region",
    "capacite",
    "effectif",
)
SERVICES = Preparee(
    lambda etablissement: Service.objects.filter(etablissement=etablissement).presents(),
    etablissement=-1,
)
SOUS_TITRE = (
    "Engager une dynamique collective d’amélioration des conditions de travail "
    "dans le secteur de la protection de l’enfance"
)


def eclaire(projet: Projet) -> Planche:
    """P1: 4 queries whatever the content (5 when the region is to be read)."""
    participants = presents(Participant, projet)
    equipe = sorted(
        (p for p in participants if p.ordre_equipe is not None),
        key=lambda p: (p.ordre_equipe, p.pk),
    )
    autres = [p for p in participants if p.ordre_equipe is None]
    return Planche(
        code="eclaire",
        modele="eclaire",
        page="P1",
        coordonnee="A1",
        annexe=ANNEXE,
        titre="J’éclaire le projet",
        sous_titre=SOUS_TITRE,
        sections=(
            Section(
                (
                    _texte(
                        projet,
                        "nom",
                        "Quel est le nom de votre établissement, service, projet :",
                        lignes=2,
                    ),
                    _texte(projet, "ambition", "Renseignez ici votre projet, votre ambition :"),
                    _texte(projet, "probleme", "Quel est le problème que je souhaite traiter ?"),
                    Encart(
                        nom="equipe",
                        titre="Quelle équipe rassembler ?",
                        genre=Genre.CARTES,
                        lignes=tuple(_personne("membre", p) for p in equipe),
                        objet="membre",
                        ajout="Ajouter une personne à l’équipe",
                        lignes_vides=6,
                    ),
                    Encart(
                        nom="autres",
                        titre="Et autour de l’équipe",
                        hors_kit=True,
                        question="Qui suit le projet sans être du groupe de travail ?",
                        genre=Genre.CARTES,
                        lignes=tuple(_personne("participant", p) for p in autres),
                        objet="participant",
                        preset=(("ordre_equipe", None),),
                        ajout="Ajouter une autre personne",
                        reserve=True,
                        lignes_vides=2,
                    ),
                    _inspirations(projet),
                    _constats(projet),
                    _etablissement(projet),
                    _services(projet),
                )
            ),
        ),
    )


def _etablissement(projet: Projet) -> Encart:
    etablissement = projet.etablissement
    places = f"{etablissement.capacite} places" if etablissement.capacite else ""
    effectif = f"{etablissement.effectif} salariés" if etablissement.effectif else ""
    departement = f"({etablissement.departement})" if etablissement.departement else ""
    commune = " ".join(filter(None, [etablissement.commune, departement]))
    morceaux = [
        [etablissement.nom, etablissement.nom_court],
        [etablissement.gestionnaire],
        [etablissement.get_type_display(), etablissement.get_statut_juridique_display()],
        [etablissement.get_autorisation_display()],
        [commune, str(etablissement.region or "")],
        [places, effectif],
        [f"FINESS {etablissement.finess}" if etablissement.finess else ""],
    ]
    lignes = (" · ".join(filter(None, morceau)) for morceau in morceaux)
    return Encart(
        nom="etablissement",
        titre="Notre établissement",
        hors_kit=True,
        genre=Genre.TEXTE,
        texte="\n".join(filter(None, lignes)),
        objet="etablissement",
        pk=etablissement.pk,
        champs=CHAMPS_ETABLISSEMENT,
        reserve=True,
        lignes_vides=3,
    )


def _services(projet: Projet) -> Encart:
    return Encart(
        nom="services",
        titre="Nos services",
        hors_kit=True,
        genre=Genre.LISTE,
        lignes=tuple(
            Ligne(
                "service",
                service.pk,
                (
                    Champ("nom", service.nom),
                    Champ("public", service.public),
                    Champ("places", f"{service.places} places" if service.places else ""),
                ),
            )
            for service in SERVICES.toutes(etablissement=projet.etablissement_id)
        ),
        objet="service",
        ajout="Ajouter un service",
        reserve=True,
        lignes_vides=3,
    )


def _personne(objet: str, personne: Participant) -> Ligne:
    clos = personne.acces_clos_le
    return Ligne(
        objet,
        personne.pk,
        (
            Champ("nom", str(personne)),
            Champ("fonction", personne.fonction),
            Champ("organisme", personne.organisme),
            Champ("college", personne.get_college_display()),
            Champ("acces", f"Accès clos le {jour(clos)}" if clos else ""),
        ),
    )


def _inspirations(projet: Projet) -> Encart:
    return Encart(
        nom="inspirations",
        titre="Qu’est-ce qui m’inspire ? Qu’est-ce qui me donne envie de me lancer ?",
        question="Collez ou notez ici, les ressources qui vous inspirent !",
        genre=Genre.LISTE,
        lignes=tuple(_inspiration(i) for i in presents(Inspiration, projet)),
        objet="inspiration",
        ajout="Ajouter une inspiration",
        lignes_vides=5,
    )


def _inspiration(inspiration: Inspiration) -> Ligne:
    image = inspiration.type == TypeInspiration.IMAGE
    return Ligne(
        "inspiration",
        inspiration.pk,
        (
            Champ("texte", str(inspiration)),
            Champ("url", inspiration.url, lien=inspiration.url),
            Champ("fichier", inspiration.fichier, "Image à coller ici"),
            Champ("alternative", inspiration.alternative, "Ce qu’elle montre" if image else ""),
        ),
        etat=inspiration.type,
        etat_libelle=inspiration.get_type_display(),
    )


def _constats(projet: Projet) -> Encart:
    constats = presents(Constat, projet, "auteur", "service")
    return Encart(
        nom="constats",
        titre="Vos constats :",
        question=(
            "Notez ici vos observations, constats, points de blocages identifiés au quotidien "
            "et sur lesquels il serait intéressant d’agir :"
        ),
        genre=Genre.LISTE,
        lignes=tuple(
            Ligne(
                "constat",
                constat.pk,
                (
                    Champ("texte", constat.texte),
                    Champ("auteur", _auteur(constat)),
                    Champ("service", str(constat.service or "")),
                ),
            )
            for constat in constats
        ),
        objet="constat",
        ajout="Ajouter un constat",
        lignes_vides=8,
    )


def _auteur(constat: Constat) -> str:
    return "" if constat.auteur_masque else str(constat.auteur or "")
