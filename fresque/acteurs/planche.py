"""P2 « Les acteurs du projet » as values, with « Mon répertoire » (annexe 1, kit 1.2)."""

from collections.abc import Iterator, Mapping
from typing import Any

from fresque.planche import ANNEXE, SOUS_TITRE
from pasapas.models import Acteur, Cercle, ChangementActeur, Contact, Engagement, Projet
from pasapas.serveur.preparee import presents
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import jour

CONSEIL = (
    "Cette cartographie est un outil vivant. N’hésitez pas à la réactualiser régulièrement "
    "au fil de l’évolution du projet, de l’arrivée de nouveaux partenaires ou de changements "
    "dans l’environnement."
)
CERCLES = {
    Cercle.DIRECT: ("cercle-direct", "Les partenaires directs :"),
    Cercle.ELARGI: ("cercle-elargi", "Écosystème élargi :"),
    Cercle.INTERET: ("cercle-interet", "Sphère d’intérêt :"),
}
ENGAGEMENTS = {
    Engagement.ENGAGE: ("engagement-engage", "Les partenaires engagés :"),
    Engagement.A_RELANCER: ("engagement-a-relancer", "Les partenaires à relancer :"),
    Engagement.A_CONTACTER: ("engagement-a-contacter", "Les partenaires à contacter :"),
}


def acteurs(projet: Projet) -> Planche:
    """P2: 3 queries whatever the content. Both axes show the same cards."""
    cartes = presents(Acteur, projet, "contact")
    faits = ChangementActeur.objects.de(projet).select_related("par")
    derniers = {changement.acteur_id: changement for changement in faits}
    return Planche(
        code="acteurs",
        modele="acteurs",
        page="P2",
        coordonnee="A2",
        annexe=ANNEXE,
        titre="LES ACTEURS DU PROJET",
        sous_titre=SOUS_TITRE,
        conseil=CONSEIL,
        sections=(
            Section(
                tuple(_colonnes(cartes, "cercle", CERCLES, "À placer", derniers)),
                nom="proximite",
                titre="QUI POUR M’AIDER ?",
                intro="Cartographiez ici l’ensemble des acteurs à engager :",
            ),
            Section(
                tuple(_colonnes(cartes, "engagement", ENGAGEMENTS, "À classer", derniers)),
                nom="relation",
                titre="OÙ EN SOMMES-NOUS AVEC EUX ?",
                hors_kit=True,
                intro=(
                    "Répertoriez ici l’ensemble des acteurs de votre projet "
                    "en y catégorisant vos cartes :"
                ),
            ),
            Section((_repertoire(projet),), nom="repertoire"),
        ),
    )


def _colonnes(
    cartes: list[Acteur],
    axe: str,
    categories: Mapping[Any, tuple[str, str]],
    sans: str,
    derniers: Mapping[int, ChangementActeur],
) -> Iterator[Encart]:
    # The last column waits for a choice; on paper it is there only when a card waits in it.
    colonnes = {**categories, "": (f"{axe}-reste", f"{sans} :")}
    for valeur, (nom, titre) in colonnes.items():
        siennes = [carte for carte in cartes if getattr(carte, axe) == valeur]
        yield Encart(
            nom=nom,
            titre=titre,
            genre=Genre.CARTES,
            lignes=tuple(_acteur(carte, axe, derniers.get(carte.pk)) for carte in siennes),
            objet="acteur",
            preset=((axe, valeur),),
            ajout="Ajouter un acteur",
            lignes_vides=4 if valeur else 1,
            imprimable=bool(valeur or siennes),
            hors_kit=not valeur,
            mobile=True,
        )


def _acteur(acteur: Acteur, axe: str, changement: ChangementActeur | None) -> Ligne:
    """By proximity the card tells all; by relation it tells since when, and who has to act."""
    pour = None
    if axe == "engagement":
        a_voir = acteur.engagement in {Engagement.A_RELANCER, Engagement.A_CONTACTER}
        pour = acteur.contact_id if a_voir else None
        depuis = f"depuis le {jour(changement.date)}" if changement else ""
        par = f" ({changement.par})" if changement and changement.par else ""
        details: tuple[Champ, ...] = (Champ("depuis", f"{depuis}{par}"),)
    else:
        details = (
            Champ("contact", str(acteur.contact or ""), "Notre contact"),
            Champ("note", acteur.note),
        )
    return Ligne("acteur", acteur.pk, (Champ("nom", acteur.nom), *details), pour=pour)


def _repertoire(projet: Projet) -> Encart:
    contacts = presents(Contact, projet, "acteur")
    return Encart(
        nom="repertoire",
        titre="Mon répertoire",
        question="Qui appeler, à quel numéro ?",
        genre=Genre.CARTES,
        lignes=tuple(
            Ligne(
                "contact",
                contact.pk,
                (
                    Champ("nom", contact.nom),
                    Champ("fonction", contact.fonction),
                    Champ("organisme", contact.organisme),
                    Champ("acteur", str(contact.acteur or "")),
                    Champ("telephone", contact.telephone, "Téléphone"),
                    Champ("courriel", contact.courriel, "E-mail"),
                ),
            )
            for contact in contacts
        ),
        objet="contact",
        ajout="Ajouter un contact",
        lignes_vides=6,
    )
