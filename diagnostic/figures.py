"""What a closed campagne adds to P3 and P4: drawings, beside the words of the group."""

from dataclasses import dataclass

from diagnostic.graphiques import Fil, Legende, fil, legende
from diagnostic.models import Campagne, Theme
from diagnostic.resultats import QuestionResultat, Resultats, ThemeResultat, lire
from pasapas.models import Projet
from pasapas.planches import Figure, Section
from pasapas.textes import jour

MONTREES = 4  # statements of each kind: the rest is on the last sheet


@dataclass(frozen=True, slots=True)
class Liste:
    """The statements that stand out; ``autres`` counts those there was no room for."""

    questions: tuple[QuestionResultat, ...]
    autres: int = 0


@dataclass(frozen=True, slots=True)
class Confrontation:
    question: QuestionResultat
    fil: Fil


@dataclass(frozen=True, slots=True)
class SyntheseDessinee:
    """The message first: what holds, what does not, what people see differently."""

    campagne: int
    dates: str
    legende: tuple[Legende, ...]
    retenues: tuple[str, ...]
    seuil: int
    points_forts: Liste
    axes: Liste
    confrontations: tuple[Confrontation, ...]


@dataclass(frozen=True, slots=True)
class ThemeDessine:
    campagne: int
    theme: ThemeResultat
    fil: Fil


@dataclass(frozen=True, slots=True)
class CarteDessinee:
    """Every theme's thread; every statement and what each point of view says of it."""

    legende: tuple[Legende, ...]
    themes_dessines: tuple[ThemeDessine, ...]
    niveaux: str

    @property
    def themes(self) -> tuple[ThemeResultat, ...]:
        return tuple(dessine.theme for dessine in self.themes_dessines)


def derniers_resultats(projet: Projet) -> Resultats | None:
    """What the last closed campagne published: 1 query, 3 when there is one."""
    closes = Campagne.objects.de(projet).exclude(resultats=None).select_related("questionnaire")
    campagne = closes.order_by("-close_le", "-pk").first()
    return lire(campagne) if campagne else None


def mention(resultats: Resultats | None) -> str:
    """Where the results come from, said where they show."""
    if resultats is None:
        return ""
    return f"{resultats.questionnaire} (version {resultats.version}) : {resultats.mention}."


def synthese(resultats: Resultats | None) -> tuple[Section, ...]:
    """P3: the results in one look; nothing at all without a closed campagne."""
    if resultats is None:
        return ()
    valeur = SyntheseDessinee(
        campagne=resultats.campagne,
        dates=_dates(resultats),
        legende=legende(resultats),
        retenues=tuple(retenue.nom for retenue in resultats.retenues),
        seuil=resultats.seuil,
        points_forts=_liste(resultats.points_forts),
        axes=_liste(resultats.axes),
        confrontations=tuple(
            Confrontation(question, fil(question, resultats.niveaux, large=True))
            for question in resultats.a_confronter
        ),
    )
    figure = _figure(resultats, "synthese", valeur)
    return (Section((), nom="resultats", titre="Ce que dit l’autodiagnostic", figures=(figure,)),)


def du_theme(resultats: Resultats | None, theme: Theme) -> tuple[Figure, ...]:
    """P4: the thread of one theme, if the campagne asked about this very theme."""
    dessine = resultats.theme(theme.code) if resultats else None
    lignee = resultats is not None and resultats.source == theme.questionnaire.slug
    if dessine is None or not lignee:
        return ()
    return (_figure(resultats, "theme", _dessiner(resultats, dessine)),)


def carte(resultats: Resultats | None) -> tuple[Section, ...]:
    """P4's last sheet: all the statements, side by side with every point of view."""
    if resultats is None:
        return ()
    niveaux = ", ".join(f"{n.valeur} {n.libelle}" for n in resultats.niveaux)
    themes = tuple(_dessiner(resultats, theme) for theme in resultats.themes)
    valeur = CarteDessinee(legende(resultats), themes, niveaux)
    figure = _figure(resultats, "carte", valeur)
    return (
        Section((), nom="carte", titre="Nos réponses côte à côte", figures=(figure,), a_part=True),
    )


def _figure(resultats: Resultats, nom: str, valeur: object) -> Figure:
    """Results never change once published: their campagne says which they are."""
    return Figure(f"{nom}-{resultats.campagne}", f"diagnostic/figures/_{nom}.html", valeur)


def _dessiner(resultats: Resultats, theme: ThemeResultat) -> ThemeDessine:
    return ThemeDessine(resultats.campagne, theme, fil(theme, resultats.niveaux))


def _liste(questions: list[QuestionResultat]) -> Liste:
    return Liste(tuple(questions[:MONTREES]), max(0, len(questions) - MONTREES))


def _dates(resultats: Resultats) -> str:
    """« Autodiagnostic, du 13 janvier 2025 au 22 janvier 2025 »."""
    debut, fin = jour(resultats.ouverte_le), jour(resultats.close_le)
    return f"{resultats.nom}, du {debut} au {fin}" if debut else f"{resultats.nom}, le {fin}"
