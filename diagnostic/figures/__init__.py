"""What a closed campagne adds to P3 and P4: drawings, beside the words of the group."""

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q, QuerySet

from diagnostic.figures.valeurs import (
    AvantApres,
    Cahier,
    CarteDessinee,
    Confrontation,
    EvolutionDessinee,
    Liste,
    SyntheseDessinee,
    ThemeDessine,
)
from diagnostic.graphiques import (
    barres,
    evolution,
    fil,
    legende,
    lignes,
    matrice,
    rosace,
)
from diagnostic.models import Campagne, Theme
from diagnostic.resultats import (
    QuestionResultat,
    Resultats,
    ThemeResultat,
    comparer,
    lire,
    parle,
)
from pasapas.models import Projet
from pasapas.valeurs.planches import Figure, Section
from pasapas.valeurs.textes import jour

MONTREES = 3  # statements of each kind on the wall: the rest is in its last table
SERRE = 155.0  # units: a thread beside two boxes, 0.3 mm each


def derniers_resultats(projet: Projet) -> Resultats | None:
    """What the last campagne that has results published: 1 query, 3 when there is one."""
    return _derniers(_publiees(projet))


def resultats_d_avant(projet: Projet, resultats: Resultats) -> Resultats | None:
    """What the campagne before this one published, of the same questionnaire whatever its
    version: 1 query, 3 when there is one."""
    autres = _publiees(projet).filter(questionnaire__slug=resultats.source)
    avant = autres.filter(
        Q(close_le__lt=resultats.close_le)
        | Q(close_le=resultats.close_le, pk__lt=resultats.campagne)
    )
    return _derniers(avant)


def _derniers(publiees: QuerySet[Campagne]) -> Resultats | None:
    """Of the first that says something."""
    return next((lire(campagne) for campagne in publiees if parle(campagne.resultats)), None)


def _publiees(projet: Projet) -> QuerySet[Campagne]:
    """The last first."""
    closes = Campagne.objects.de(projet).exclude(resultats=None).select_related("questionnaire")
    return closes.order_by("-close_le", "-pk")


def mention(resultats: Resultats | None) -> str:
    """Where the results come from, said where they show."""
    if resultats is None:
        return ""
    return f"{resultats.questionnaire} (version {resultats.version}) : {resultats.mention}."


def synthese(resultats: Resultats | None) -> tuple[Section, ...]:
    """P3: the results in one look; nothing at all without a closed campagne."""
    if resultats is None:
        return ()
    figure = _figure(resultats, "synthese", _synthese(resultats, MONTREES))
    return (_section("resultats", "Ce que dit l’autodiagnostic", figure, a_part=False),)


def du_theme(resultats: Resultats | None, theme: Theme) -> tuple[Figure, ...]:
    """P4: the thread of one theme, if the campagne asked about this very theme."""
    dessine = resultats.theme(theme.code) if resultats else None
    if resultats is None or dessine is None or resultats.source != theme.questionnaire.slug:
        return ()
    figure = _figure(resultats, "theme", _dessiner(resultats, dessine))
    return (replace(figure, suite="diagnostic/figures/_theme_suite.html"),)


def carte(resultats: Resultats | None, dessines: Collection[str] = ()) -> tuple[Section, ...]:
    """P4's last sheet: all the statements, side by side with every point of view.

    ``dessines``: the themes whose thread stands above, with the words of the group.
    """
    if resultats is None:
        return ()
    valeur = _carte(resultats)
    fils = tuple(d for d in valeur.themes_dessines if d.theme.code not in dessines)
    figure = _figure(resultats, "carte", replace(valeur, fils=fils))
    return (_section("carte", "Nos réponses côte à côte", figure),)


def avant_apres(projet: Projet, resultats: Resultats | None) -> tuple[Section, ...]:
    """P4: what moved since the campagne before, theme by theme; nothing when none compares."""
    avant = resultats_d_avant(projet, resultats) if resultats else None
    valeur = _avant_apres(avant, resultats) if avant and resultats else None
    if valeur is None or resultats is None or avant is None:
        return ()
    figure = Figure(
        f"avant-apres-{avant.campagne}-{resultats.campagne}",
        "diagnostic/figures/_avant_apres.html",
        replace(valeur, groupes=valeur.groupes[:1]),
    )
    return (_section("avant-apres", "Avant, après", figure),)


def cahier(resultats: Resultats, avant: Resultats | None) -> Cahier:
    """Everything this campagne published, with nothing left for another place."""
    return Cahier(
        resultats,
        mention(resultats),
        _synthese(resultats, montrees=None),
        _carte(resultats),
        tuple(filter(None, (barres(resultats, profil) for profil in resultats.individuels))),
        _avant_apres(avant, resultats) if avant else None,
    )


def _synthese(resultats: Resultats, montrees: int | None) -> SyntheseDessinee:
    return SyntheseDessinee(
        campagne=resultats.campagne,
        dates=_dates(resultats),
        legende=legende(resultats),
        retenues=tuple(retenue.nom for retenue in resultats.retenues),
        seuil=resultats.seuil,
        listes=(
            _liste("Points forts", resultats.points_forts, montrees),
            _liste("À consolider", resultats.a_consolider, montrees),
            _liste("Axes d’amélioration", resultats.axes, montrees),
        ),
        confrontations=tuple(
            Confrontation(question, fil(question, resultats.niveaux, large=True))
            for question in resultats.a_confronter
        ),
        ex_aequo=tuple(resultats.ex_aequo),
        rosace=None if montrees else rosace(resultats),
        themes=() if montrees else resultats.themes,
    )


def _carte(resultats: Resultats) -> CarteDessinee:
    niveaux = ", ".join(f"{n.valeur} {n.libelle}" for n in resultats.niveaux)
    themes = tuple(_dessiner(resultats, theme) for theme in resultats.themes)
    return CarteDessinee(legende(resultats), themes, niveaux, matrice(resultats))


def _avant_apres(avant: Resultats, resultats: Resultats) -> AvantApres | None:
    """None when no question compares: another scale, or no point of view shown both times."""
    vue = comparer(avant, resultats)
    if not vue.questions:
        return None
    groupes = tuple(
        EvolutionDessinee(
            titre,
            tuple((ligne, evolution(ligne, resultats.niveaux, serre=True)) for ligne in groupe),
        )
        for titre, groupe in (("Par thème", vue.themes), ("Par affirmation", vue.questions))
    )
    return AvantApres(vue, groupes, resultats.campagne, avant.campagne)


def _section(nom: str, titre: str, figure: Figure, *, a_part: bool = True) -> Section:
    return Section((), nom, titre, figures=(figure,), a_part=a_part, hors_kit=True)


def _figure(resultats: Resultats, nom: str, valeur: object) -> Figure:
    """Results never change once published: their campagne says which they are."""
    return Figure(f"{nom}-{resultats.campagne}", f"diagnostic/figures/_{nom}.html", valeur)


def _dessiner(resultats: Resultats, theme: ThemeResultat) -> ThemeDessine:
    return ThemeDessine(
        resultats.campagne,
        theme,
        fil(theme, resultats.niveaux),
        lignes(resultats, theme.questions),
        fil(theme, resultats.niveaux, largeur=SERRE),
    )


def _liste(titre: str, questions: list[QuestionResultat], montrees: int | None) -> Liste:
    gardees = questions[:montrees]
    return Liste(titre, tuple(gardees), len(questions) - len(gardees))


def _dates(resultats: Resultats) -> str:
    """« Autodiagnostic, du 13 janvier 2025 au 22 janvier 2025 »."""
    debut, fin = jour(resultats.ouverte_le), jour(resultats.close_le)
    return f"{resultats.nom}, du {debut} au {fin}" if debut else f"{resultats.nom}, le {fin}"
