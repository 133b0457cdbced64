"""Annexe 2 as values: P3 « Un état des lieux » and P4 « Auto-diagnostic » (kit 1.3)."""

from collections import defaultdict
from collections.abc import Mapping

from diagnostic.models import (
    ElementTheme,
    EtatDesLieux,
    Intention,
    Outil,
    Piste,
    Sens,
    SyntheseTheme,
)
from pasapas.models import Projet
from pasapas.planches import ANNEXES, Champ, Encart, Genre, Ligne, Planche, Section

ANNEXE = ANNEXES[1]
CONSEIL = (
    "Pour en savoir plus, les 8 thématiques abordées par l’autodiagnostic sont détaillées "
    "p. 21 à 23 du kit. Afin de vous permettre d’interroger les pratiques de votre "
    "établissement, la passation peut se faire en groupe, ou peut être l’occasion de confronter "
    "des points de vue entre direction, représentants du personnel et représentants métiers, etc."
)
INTRO = (
    "Commencer par un état des lieux permet de s’accorder ensemble sur ce qui participe à bien "
    "faire son travail, ce qui l’empêche et qui va donc être favorable ou délétère en termes "
    "de QVCT."
)
AVEC_L_AUTODIAGNOSTIC = (
    "Comme point de départ, vous avez choisi d’utiliser l’Autodiagnostic Pas à Pas dédié à la "
    "protection de l’enfance pour identifier les changements que vous pourriez mener."
)
CONSIGNE = (
    "Renseignez ci-dessous les enseignements recueillis sous chacune des thématiques "
    "qui le composent :"
)


def etat_des_lieux(projet: Projet) -> Planche:
    """P3: 1 query."""
    etat = EtatDesLieux.objects.get(projet=projet)
    outil = "\n".join(filter(None, [etat.get_outil_display(), etat.outil_precision]))
    return Planche(
        code="etat-des-lieux",
        modele="etat-des-lieux",
        page="P3",
        coordonnee="B1",
        annexe=ANNEXE,
        titre="UN ÉTAT DES LIEUX",
        sous_titre="Par quoi commencer ?",
        conseil=CONSEIL,
        sections=(
            Section(
                (
                    Encart(
                        nom="outil",
                        titre="Quel outil avez-vous utilisé ?",
                        genre=Genre.TEXTE,
                        texte=outil,
                        objet="etat-des-lieux",
                        pk=etat.pk,
                        champs=("outil", "outil_precision"),
                    ),
                    _texte(
                        etat,
                        "mis_en_place",
                        "Qu’avez-vous mis en place à cette étape ?",
                        lignes=8,
                    ),
                    _texte(
                        etat,
                        "deroulement",
                        "Expliquez ici comment vous avez abordé cet état des lieux ?",
                        "Qui y a participé ? Comment l’avez-vous mené ?",
                        lignes=10,
                    ),
                )
            ),
        ),
    )


def autodiagnostic(projet: Projet, suites: Mapping[int, tuple[int, str]]) -> Planche:
    """P4: 5 queries. ``suites`` gives the fiche (number, title) an intention became."""
    etat = EtatDesLieux.objects.get(projet=projet)
    elements = defaultdict(list)
    for element in ElementTheme.objects.de(projet).presents():
        elements[element.synthese_id, element.sens].append(element)
    syntheses = SyntheseTheme.objects.de(projet).select_related("theme")
    autre_outil = etat.outil == Outil.AUTRE
    return Planche(
        code="autodiagnostic",
        modele="autodiagnostic",
        page="P4",
        coordonnee="B2",
        annexe=ANNEXE,
        titre="AUTO-DIAGNOSTIC",
        sous_titre="Par quoi commencer ?",
        intro=" ".join(
            [INTRO, CONSIGNE] if autre_outil else [INTRO, AVEC_L_AUTODIAGNOSTIC, CONSIGNE]
        ),
        sections=(
            *(_theme(synthese, elements) for synthese in syntheses),
            _enseignements(projet, etat, suites),
        ),
    )


def _texte(
    etat: EtatDesLieux, champ: str, titre: str, question: str = "", lignes: int = 5
) -> Encart:
    return Encart(
        nom=champ,
        titre=titre,
        question=question,
        genre=Genre.TEXTE,
        texte=getattr(etat, champ),
        objet="etat-des-lieux",
        pk=etat.pk,
        champs=(champ,),
        lignes_vides=lignes,
    )


def _theme(
    synthese: SyntheseTheme, elements: Mapping[tuple[int, str], list[ElementTheme]]
) -> Section:
    code = synthese.theme.code
    return Section(
        (
            *(
                Encart(
                    nom=f"{code}-{sens.value}",
                    titre=sens.label,
                    genre=Genre.LISTE,
                    lignes=tuple(
                        Ligne("element-theme", e.pk, (Champ("texte", e.texte),))
                        for e in elements.get((synthese.pk, sens), ())
                    ),
                    objet="element-theme",
                    pk=synthese.pk,
                    preset=(("sens", sens.value),),
                    ajout="Ajouter un élément",
                    lignes_vides=3,
                )
                for sens in Sens
            ),
            Encart(
                nom=f"{code}-points-de-vue",
                titre="Points de vue confrontés",
                genre=Genre.TEXTE,
                texte=synthese.points_de_vue,
                objet="synthese-theme",
                pk=synthese.pk,
                champs=("points_de_vue",),
                lignes_vides=2,
            ),
        ),
        nom=code,
        titre=str(synthese.theme),
    )


def _enseignements(
    projet: Projet, etat: EtatDesLieux, suites: Mapping[int, tuple[int, str]]
) -> Section:
    intentions = Intention.objects.de(projet).presents().select_related("theme")
    return Section(
        (
            _texte(etat, "rapport_etonnement", "Rapport d’étonnement ?"),
            Encart(
                nom="pistes",
                titre="Pistes d’actions ?",
                genre=Genre.LISTE,
                lignes=tuple(
                    Ligne("piste", piste.pk, (Champ("texte", piste.texte),))
                    for piste in Piste.objects.de(projet).presents()
                ),
                objet="piste",
                ajout="Ajouter une piste",
                lignes_vides=4,
            ),
            _texte(etat, "apprentissages", "Apprentissages complémentaires"),
            Encart(
                nom="intentions",
                titre="Premières intentions d’action :",
                genre=Genre.LISTE,
                lignes=tuple(_intention(i, suites.get(i.pk)) for i in intentions),
                objet="intention",
                ajout="Ajouter une intention",
                lignes_vides=5,
            ),
        ),
        nom="enseignements",
        titre="VOS ENSEIGNEMENTS",
    )


def _intention(intention: Intention, suite: tuple[int, str] | None) -> Ligne:
    fiche = f"Fiche action n°{suite[0]} {suite[1]}".strip() if suite else ""
    return Ligne(
        "intention",
        intention.pk,
        (
            Champ("texte", intention.texte),
            Champ("theme", str(intention.theme or ""), "Thème"),
            Champ("fiche", fiche, "Devenue"),
        ),
    )
