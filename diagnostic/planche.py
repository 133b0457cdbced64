"""Annexe 2 as values: P3 « Un état des lieux » and P4 « Auto-diagnostic » (kit 1.3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from diagnostic import figures
from diagnostic.models import (
    ElementTheme,
    EtatDesLieux,
    Intention,
    Outil,
    Piste,
    Questionnaire,
    Sens,
    SyntheseTheme,
    Theme,
)
from diagnostic.operations import SLUG_COURANT, questionnaire_courant
from diagnostic.resultats import Resultats
from pasapas.models import Projet
from pasapas.serveur.preparee import presents
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, case_texte
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import extrait

ANNEXE = ANNEXES[1]
_texte = partial(case_texte, "etat-des-lieux")
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
NON_PUBLIE = "Les questions du kit ne sont pas publiées."
CONSIGNE = (
    "Renseignez ci-dessous les enseignements recueillis sous chacune des thématiques "
    "qui le composent :"
)


def etat_des_lieux(projet: Projet, resultats: Resultats | None = None) -> Planche:
    """P3: 1 query, and what the last campagne published."""
    etat = _etat(projet)
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
            *figures.synthese(resultats),
        ),
        mention=figures.mention(resultats),
    )


def autodiagnostic(
    projet: Projet, suites: Mapping[int, tuple[int, str]], resultats: Resultats | None = None
) -> Planche:
    """P4: 5 queries, and what the two last campagnes published.

    ``suites`` gives the fiche (number, title) an intention became.
    """
    etat = _etat(projet)
    elements = defaultdict(list)
    for element in presents(ElementTheme, projet):
        elements[element.synthese_id, element.sens].append(element)
    syntheses = _syntheses(etat)
    actuelles = [s for s in syntheses if s.theme.questionnaire_id == etat.questionnaire_id]
    anciennes = [s for s in syntheses if s not in actuelles and _dit(s, elements)]
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
            *(_theme(synthese, elements, resultats) for synthese in actuelles),
            *(_ancien_theme(synthese, elements) for synthese in anciennes),
            _enseignements(projet, etat, suites),
            *figures.carte(resultats, _dessines(actuelles, resultats)),
            *figures.avant_apres(projet, resultats),
        ),
        mention="" if autre_outil and not resultats else _mention(etat.questionnaire),
    )


def _etat(projet: Projet) -> EtatDesLieux:
    """The projet's own; on the blank pages, which are nobody's, the one it would begin with."""
    if not projet.pk:
        return EtatDesLieux(projet=projet, questionnaire=questionnaire_courant())
    return EtatDesLieux.objects.select_related("questionnaire").get(projet=projet)


def _syntheses(etat: EtatDesLieux) -> list[SyntheseTheme]:
    if etat.pk is None:
        themes = etat.questionnaire.themes.select_related("questionnaire")
        return [SyntheseTheme(projet=etat.projet, theme=theme) for theme in themes]
    return list(SyntheseTheme.objects.de(etat.projet).select_related("theme__questionnaire"))


def _mention(questionnaire: Questionnaire) -> str:
    """Our questionnaire says wherever it shows that it is not the kit's."""
    nom = f"{questionnaire} : {questionnaire.get_statut_display()}."
    return f"{nom} {NON_PUBLIE}" if questionnaire.demonstration else nom


Elements = Mapping[tuple[int, str], list[ElementTheme]]


def _dit(synthese: SyntheseTheme, elements: Elements) -> bool:
    return bool(synthese.points_de_vue) or any((synthese.pk, sens) in elements for sens in Sens)


def _dessines(syntheses: Sequence[SyntheseTheme], resultats: Resultats | None) -> set[str]:
    """The themes whose thread stands with the words of the group."""
    return {s.theme.code for s in syntheses if figures.du_theme(resultats, s.theme)}


def nom_de_section(theme: Theme) -> str:
    """What the names of a theme's boxes begin with.

    In our own lineage a code names its boxes, and these keep their row from one version to the
    next. Another questionnaire may use the same codes: its boxes have names of their own.
    """
    return theme.code if theme.questionnaire.slug == SLUG_COURANT else f"{theme.code}-{theme.pk}"


def _theme(synthese: SyntheseTheme, elements: Elements, resultats: Resultats | None) -> Section:
    """A theme of the projet's questionnaire."""
    theme, nom = synthese.theme, nom_de_section(synthese.theme)
    return Section(
        _boites(synthese, elements, nom),
        nom=nom,
        titre=str(theme),
        figures=figures.du_theme(resultats, theme),
        hors_kit=theme.questionnaire.slug != SLUG_COURANT,
    )


def _ancien_theme(synthese: SyntheseTheme, elements: Elements) -> Section:
    """What was said of a theme that the projet's present questionnaire no longer has."""
    theme = synthese.theme
    nom = f"{theme.code}-{theme.pk}"
    return Section(
        _boites(synthese, elements, nom),
        nom=nom,
        titre=str(theme),
        intro=f"Un thème du questionnaire précédent : {theme.questionnaire}. Vos mots restent ici.",
        hors_kit=True,
    )


def _boites(synthese: SyntheseTheme, elements: Elements, nom: str) -> tuple[Encart, ...]:
    code = synthese.theme.code
    return (
        *(
            Encart(
                nom=f"{nom}-{sens.value}",
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
                zones=() if nom == code else (f"{code}-{sens.value}",),
                lignes_vides=3,
            )
            for sens in Sens
        ),
        Encart(
            nom=f"{nom}-points-de-vue",
            titre="Points de vue confrontés",
            hors_kit=True,
            genre=Genre.TEXTE,
            texte=synthese.points_de_vue,
            objet="synthese-theme",
            pk=synthese.pk,
            champs=("points_de_vue",),
            zones=() if nom == code else (f"{code}-points-de-vue",),
            lignes_vides=2,
        ),
    )


def _enseignements(
    projet: Projet, etat: EtatDesLieux, suites: Mapping[int, tuple[int, str]]
) -> Section:
    intentions = presents(Intention, projet, "theme", "piste")
    suites_des_pistes = {i.piste_id: i for i in intentions if i.piste_id}
    return Section(
        (
            _texte(etat, "rapport_etonnement", "Rapport d’étonnement ?"),
            Encart(
                nom="pistes",
                titre="Pistes d’actions ?",
                genre=Genre.LISTE,
                lignes=tuple(
                    _piste(piste, suites_des_pistes.get(piste.pk))
                    for piste in presents(Piste, projet)
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


def _piste(piste: Piste, intention: Intention | None) -> Ligne:
    """A piste, the surprise it was born of, and the intention it became."""
    champs = [Champ("texte", piste.texte)]
    if piste.etonnement_id:
        champs.append(Champ("etonnement", "Née d’un étonnement de la séance"))
    if intention:
        suite = "Devenue une intention"
        if intention.texte != piste.texte:
            suite = f"Devenue l’intention «\u00a0{extrait(intention.texte)}\u00a0»"
        renvoi = f"autodiagnostic--intentions-{intention.pk}"
        champs.append(Champ("intention", suite, renvoi=renvoi))
    return Ligne(
        "piste",
        piste.pk,
        tuple(champs),
        devenir="" if intention else "En faire une intention",
        aboutir="" if intention else "En faire une fiche action",
    )


def _intention(intention: Intention, suite: tuple[int, str] | None) -> Ligne:
    champs = [
        Champ("texte", intention.texte),
        Champ("theme", str(intention.theme or ""), "Thème"),
    ]
    if intention.piste and intention.piste.retire_le is None:
        origine = "Née d’une piste d’action"
        if intention.piste.texte != intention.texte:
            origine = f"Née de la piste «\u00a0{extrait(intention.piste.texte)}\u00a0»"
        renvoi = f"autodiagnostic--pistes-{intention.piste_id}"
        champs.append(Champ("piste", origine, renvoi=renvoi))
    if suite:
        fiche = f"Fiche action n°{suite[0]} {suite[1]}".strip()
        champs.append(Champ("fiche", fiche, "Devenue", renvoi=f"fiche-{suite[0]}"))
    return Ligne(
        "intention",
        intention.pk,
        tuple(champs),
        devenir="" if suite else "En faire une fiche action",
    )
