"""The poster « Contribuez », what is left by it, and the boxes that stay on the screen."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db import models
from django.db.models import Q

from pasapas.models import (
    Contenu,
    Couleur,
    Element,
    Jour,
    PostIt,
    Projet,
    TexteCourt,
    TexteLong,
)
from pasapas.models.champs import ContenuQuerySet, ElementQuerySet
from pasapas.models.postit import TEXTE
from pasapas.models.regles import connu, regle, unique

QUESTION = "Qu’est-ce qui vous aide à bien faire votre travail ici, et que faudrait-il changer ?"
PRENOM = 60  # signs
CONTRIBUTIONS = "contributions"  # what moves when one comes, or is answered


class AfficheContribuez(Contenu):
    """« Vous pouvez l’afficher pour que chacun puisse y contribuer » : the one of a projet.

    ``graine``: what its code is made of, with the server's own secret; ``empreinte``: the digest
    by which the code is found. ``recues``: how many post-its came on ``recues_le``. ``planche``
    and ``zone``: where the last one that was accepted was stuck.
    """

    question = TexteCourt("La question posée", max_length=160, blank=False, default=QUESTION)
    ouverte = models.BooleanField("ouverte", default=False)
    jusqu_au = Jour("Jusqu’à quel jour ?", null=True)
    graine = models.CharField(max_length=32, editable=False)
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    recues_le = models.DateField(null=True, editable=False)
    recues = models.PositiveSmallIntegerField(default=0, editable=False)
    planche = models.SlugField(max_length=60, default="eclaire", editable=False)
    zone = models.SlugField(max_length=60, default="constats", editable=False)

    SUR = (CONTRIBUTIONS,)

    class Meta:
        verbose_name = "affiche « Contribuez »"
        verbose_name_plural = "affiches « Contribuez »"
        constraints = [
            unique("affiche_unique_par_projet", ("projet",), "Cette fresque a déjà une affiche."),
            regle(
                "affiche_question_remplie",
                ~Q(question=""),
                "Écrivez la question que pose l’affiche.",
            ),
            regle(
                "affiche_ouverte_jusqu_a",
                Q(ouverte=False) | Q(jusqu_au__isnull=False),
                "Une affiche ouverte dit jusqu’à quel jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"Affiche « Contribuez » ({self.projet})"


class ContributionQuerySet(ElementQuerySet):
    def en_attente(self) -> "ContributionQuerySet":
        """What nobody has answered yet, in the order it came."""
        return self.presents().order_by("pk")


class Contribution(Element):
    """A post-it left by the poster, which nobody sees until who animates has accepted it.

    Answered, it is taken off: it then leaves with the corbeille. ``postit`` is
    what it became; none when it was refused. It knows the day it came, and nobody.
    """

    texte = TexteLong("Votre post-it", max_length=TEXTE, blank=False)
    couleur = models.CharField("Nature", max_length=10, choices=Couleur, default=Couleur.JAUNE)
    prenom = TexteCourt("Votre prénom, si vous voulez", max_length=PRENOM)
    recue_le = models.DateField("reçue le", editable=False)
    postit = models.ForeignKey(PostIt, models.SET_NULL, null=True, editable=False, related_name="+")
    par = models.ForeignKey(
        "pasapas.Participant", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ContributionQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Element.Meta):
        verbose_name = "post-it de l’affiche"
        verbose_name_plural = "post-it de l’affiche"
        constraints = [
            regle(
                "contribution_texte_rempli", ~Q(texte=""), "Écrivez quelque chose sur le post-it."
            ),
            connu("contribution_couleur_connue", "couleur", Couleur, "Cette nature"),
        ]

    def __str__(self) -> str:
        return self.texte

    @classmethod
    def par_projet(cls, projets: Iterable[Projet]) -> Mapping[int, int]:
        """How many wait, by fresque: 1 query, none for who animates nothing."""
        siens = list(projets)
        attendent = cls.objects.filter(projet__in=siens).presents() if siens else []
        return Counter(une.projet_id for une in attendent)

    @property
    def signature(self) -> str:
        return f"{self.prenom}, par l’affiche" if self.prenom else "par l’affiche"


class CaseInterneQuerySet(ContenuQuerySet):
    def encarts(self, noms: Collection[str] = ()) -> frozenset[tuple[str, str]]:
        """The boxes kept to the screen, each by its planche and its name, among these ``noms``
        (none: all): 1 query."""
        internes = self.filter(interne=True)
        internes = internes.filter(encart__in=noms) if noms else internes
        return frozenset(internes.values_list("planche", "encart"))


class CaseInterne(Contenu):
    """A box one has kept, or no longer keeps, to the screen: it is on no sheet of paper."""

    planche = models.SlugField("planche", max_length=60, editable=False)
    encart = models.SlugField("case", max_length=60, editable=False)
    interne = models.BooleanField("à l’écran seulement", default=True)

    objects = CaseInterneQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "case interne"
        verbose_name_plural = "cases internes"
        constraints = [
            unique(
                "case_interne_unique",
                ("projet", "planche", "encart"),
                "Cette case dit déjà si elle s’imprime.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.planche}--{self.encart}"

    def planches(self, champs: object = ()) -> frozenset[str] | None:
        return frozenset({self.planche})
