"""The memory of the wall, readable: who changed what, where, and what it said before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from fresque.edition import OBJETS, POSTIT
from pasapas.edition import Objet
from pasapas.fusion import Morceau, differences
from pasapas.menage import CORBEILLE
from pasapas.models import Evenement, Projet, TexteCourt, TexteLong
from pasapas.planches import Fresque
from pasapas.roles import LIEU as ACCES

FIN_DE_TITRE = " :\u00a0"
PAGE = 100  # events shown at once
PAR_MODELE = {objet.model._meta.model_name: objet for objet in (*OBJETS.values(), POSTIT)}
TEXTES = (TexteCourt, TexteLong)
CONSERVATION = ("donnees", "conservation")  # where the journal files how long the fresque is kept
HORS_DU_MUR = {ACCES: "Qui a accès", CONSERVATION: "Durée de conservation"}


@dataclass(frozen=True, slots=True)
class Trace:
    """One change, in words. ``reprendre_url`` brings back the text it replaced."""

    quand: datetime
    nom: str
    action: str
    lieu: str
    lieu_url: str
    champ: str
    avant: str
    apres: str
    morceaux: tuple[Morceau, ...]
    reprendre_url: str = ""
    mis_de_cote: bool = False


@dataclass(frozen=True, slots=True)
class Retiree:
    """A row in the corbeille, and the way to put it back."""

    texte: str
    libelle: str
    lieu: str
    quand: datetime
    nom: str
    retablir_url: str


def traces(
    projet: Projet,
    fresque: Fresque,
    *,
    planche: str = "",
    encart: str = "",
    depuis: datetime | None = None,
) -> list[Trace]:
    """The last changes of a fresque or of one box, newest first: 1 query."""
    evenements = Evenement.objects.filter(projet=projet)
    if planche:
        evenements = evenements.filter(planche=planche, encart=encart)
    if depuis:
        evenements = evenements.filter(quand__gte=depuis)
    lieux = noms_des_lieux(fresque)
    return [_trace(projet, evenement, lieux) for evenement in evenements[:PAGE]]


def noms_des_lieux(fresque: Fresque) -> dict[tuple[str, str], str]:
    """« C2 Objectif de l’action » for each box of the wall."""
    return {
        (planche.code, encart.nom): f"{planche.coordonnee} · {encart.titre.rstrip(FIN_DE_TITRE)}"
        for planche in fresque.planches
        for encart in planche.encarts
    }


def _trace(projet: Projet, evenement: Evenement, lieux: dict[tuple[str, str], str]) -> Trace:
    objet = PAR_MODELE.get(evenement.objet)
    lieu = (evenement.planche, evenement.encart)
    texte = est_un_texte(objet, evenement.champ)
    return Trace(
        quand=evenement.quand,
        nom=evenement.nom,
        action=_action(objet, evenement),
        lieu=HORS_DU_MUR.get(lieu) or lieux.get(lieu, evenement.planche),
        lieu_url=_adresse(projet, lieu),
        champ=_libelle(objet, evenement.champ),
        avant=evenement.avant,
        apres=evenement.apres,
        morceaux=differences(evenement.avant, evenement.apres) if texte else (),
        reprendre_url=(
            reverse("fresque:reprendre", args=[projet.slug, *lieu, evenement.pk])
            if texte and lieu in lieux
            else ""
        ),
        mis_de_cote=evenement.action == Evenement.Action.CONFLIT,
    )


def _adresse(projet: Projet, lieu: tuple[str, str]) -> str:
    if lieu == ACCES:
        return reverse("fresque:acces", args=[projet.slug])
    if lieu == CONSERVATION:
        return reverse("fresque:mur", args=[projet.slug])
    return f"{reverse('fresque:mur', args=[projet.slug])}#{'--'.join(lieu)}"


def _action(objet: Objet | None, evenement: Evenement) -> str:
    libelle = evenement.get_action_display()
    return objet.accord(libelle) if objet else libelle


def est_un_texte(objet: Objet | None, champ: str) -> bool:
    """Only texts are brought back by hand; the rest is undone where it stands."""
    return bool(objet and champ) and isinstance(_champ(objet, champ), TEXTES)


def _champ(objet: Objet, champ: str) -> object:
    return {f.name: f for f in objet.model._meta.get_fields()}.get(champ)


def _libelle(objet: Objet | None, champ: str) -> str:
    return str(getattr(_champ(objet, champ), "verbose_name", champ)) if objet and champ else ""


def corbeille(projet: Projet, fresque: Fresque) -> list[Retiree]:
    """What was taken off in the last 30 days and can be put back, newest first."""
    limite = timezone.now() - CORBEILLE
    retraits = Evenement.objects.filter(
        projet=projet, action=Evenement.Action.RETRAIT, quand__gte=limite
    )
    derniers: dict[tuple[str, int], Evenement] = {}
    for evenement in retraits:
        derniers.setdefault((evenement.objet, evenement.objet_pk), evenement)
    lieux = noms_des_lieux(fresque)
    absentes = _absentes(projet, derniers.values())
    return [
        Retiree(
            texte=evenement.avant or str(absentes[cle]),
            libelle=PAR_MODELE[evenement.objet].libelle,
            lieu=lieux.get((evenement.planche, evenement.encart), evenement.planche),
            quand=evenement.quand,
            nom=evenement.nom,
            retablir_url=_retablir(projet, evenement),
        )
        for cle, evenement in derniers.items()
        if cle in absentes and (evenement.planche, evenement.encart) in lieux
    ]


def _absentes(projet: Projet, evenements: Iterable[Evenement]) -> dict[tuple[str, int], object]:
    """The rows still off the wall, by kind and key: one query per kind."""
    par_modele: dict[str, set[int]] = {}
    for evenement in evenements:
        par_modele.setdefault(evenement.objet, set()).add(evenement.objet_pk)
    absentes = {}
    for nom, cles in par_modele.items():
        objet = PAR_MODELE.get(nom)
        if objet is None or not hasattr(objet.model, "retire_le"):
            continue
        lignes = objet.model.objects.de(projet).filter(pk__in=cles, retire_le__isnull=False)
        absentes.update({(nom, ligne.pk): ligne for ligne in lignes})
    return absentes


def _retablir(projet: Projet, evenement: Evenement) -> str:
    nom = "postit_geste" if evenement.objet == "postit" else "geste"
    lieu = (evenement.planche, evenement.encart, evenement.objet_pk)
    return reverse(f"fresque:{nom}", args=[projet.slug, *lieu, "retablir"])
