"""Where a change shows, and what kind of row it is, in the words of the wall."""

from dataclasses import dataclass

from django.urls import reverse

from diagnostic.objets import ETONNEMENT
from fresque.objets import OBJETS, numerotee
from pasapas.acces.roles import LIEU as ACCES
from pasapas.ecriture.administration import REGLAGES
from pasapas.ecriture.objets import Objet
from pasapas.models import Evenement, TexteCourt, TexteLong
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Fresque

FIN_DE_TITRE = " :\u00a0"
CONSERVATION = ("donnees", "conservation")  # where the journal files how long the fresque is kept
CAMPAGNES = ("autodiagnostic", "campagne")
AFFICHE = ("contribuer", "affiche")
HORS_DU_MUR = {
    AFFICHE: ("Affiche « Contribuez »", "fresque:contributions"),
    ACCES: ("Qui a accès", "fresque:acces"),
    CONSERVATION: ("Durée de conservation", "fresque:mur"),
    CAMPAGNES: ("Autodiagnostic", "diagnostic:liste"),
    REGLAGES: ("Réglages de la fresque", "fresque:mur"),
}
PAR_MODELE = {objet.model._meta.model_name: objet for objet in (*OBJETS.values(), ETONNEMENT)}
AUTRES = {  # no Objet of theirs
    "campagne": ("Campagne", True),
    "caseinterne": ("Case", True),
    "affichecontribuez": ("Affiche « Contribuez »", True),
}
CHAMPS = {
    "voix": "Voix d’un collège",
    "close_le": "Clôture",
    "invites": "Personnes invitées",
    "responsables": "Qui s’en charge",
    "interne": "Interne, à l’écran seulement",
    "ouverte": "Ouverte",
    "question": "La question posée",
    "jusqu_au": "Jusqu’au",
    "adresse": "Adresse",
    "post-it": "Post-it reçus",
}
TEXTES = (TexteCourt, TexteLong)
POSES = {"postit", "caseinterne"}  # what is laid on a box, whatever it holds
MEMBRE = "ordre_equipe"  # the field that says whether a person is in the équipe


@dataclass(frozen=True, slots=True)
class Lieu:
    """A place of the wall, or a page beside it. ``encart`` is None where no box stands."""

    nom: str
    url: str = ""
    encart: Encart | None = None


class Lieux:
    """Every place of one fresque: « n°2 · Objectif de l’action » for a box. ``anime``: whether
    they are told to someone who animates it."""

    def __init__(self, fresque: Fresque, *, anime: bool = False) -> None:
        self.slug, self.anime = fresque.slug, anime
        self.cases = {
            (planche.code, encart.nom): (planche.coordonnee, encart)
            for planche in fresque.toutes
            for encart in planche.encarts
        }

    def de(self, evenement: Evenement) -> Lieu:
        cle = (evenement.planche, evenement.encart)
        if cle in HORS_DU_MUR:
            nom, page = HORS_DU_MUR[cle]
            close = cle == AFFICHE and not self.anime
            return Lieu(nom, "" if close else reverse(page, args=[self.slug]))
        if cle not in self.cases:
            return Lieu(_planche_partie(evenement.planche))
        coordonnee, encart = self.cases[cle]
        feuille = reverse("fresque:planche", args=[self.slug, evenement.planche])
        nom = " · ".join(filter(None, (coordonnee, titre(encart))))
        return Lieu(nom, f"{feuille}#{'--'.join(cle)}", encart)


def titre(encart: Encart) -> str:
    """The title of the box without what announces its content on paper."""
    return encart.titre.rstrip(FIN_DE_TITRE)


def _planche_partie(code: str) -> str:
    """A place that is no longer on the wall: « Fiche action 3, retirée de la fresque »."""
    objet, numero = numerotee(code) or (None, 0)
    if objet is None:
        return "Une case qui n’est plus sur la fresque"
    return f"{objet.libelle} {numero}, {objet.participe('retiré')} de la fresque"


def objet_de(evenement: Evenement, encart: Encart | None) -> Objet | None:
    """What kind of row it is in its box: a person of the équipe is changed by all who write."""
    ici = OBJETS.get(encart.objet) if encart else None
    if ici and ici.model._meta.model_name == evenement.objet:
        return ici
    return PAR_MODELE.get(evenement.objet)


def est_un_texte(objet: Objet | None, champ: str) -> bool:
    """Only texts are brought back by hand; the rest is undone where it stands."""
    return objet is not None and bool(champ) and isinstance(_champ(objet, champ), TEXTES)


def libelle_du_champ(objet: Objet | None, champ: str, encart: Encart | None = None) -> str:
    """What the field is called; nothing in the box of that one text, which says it already."""
    if objet is None:
        return CHAMPS.get(champ, "")
    if not champ or champ == MEMBRE or _est_son_texte(encart):
        return ""
    return str(getattr(_champ(objet, champ), "verbose_name", CHAMPS.get(champ, champ))).rstrip(
        FIN_DE_TITRE
    )


def _est_son_texte(encart: Encart | None) -> bool:
    return bool(encart and encart.est_texte and len(encart.champs) == 1)


def _champ(objet: Objet, champ: str) -> object:
    return {f.name: f for f in objet.model._meta.get_fields()}.get(champ)


def dire_l_action(objet: Objet | None, evenement: Evenement, encart: Encart | None) -> str:
    """« Étape retirée », « Texte mis de côté »."""
    participe = evenement.get_action_display()
    du_texte = evenement.champ and _est_son_texte(encart) and evenement.objet not in POSES
    if evenement.action == Evenement.Action.CONFLIT or du_texte:
        return f"Texte {participe}"
    if objet:
        return objet.accord(participe)
    libelle, feminin = AUTRES.get(evenement.objet, ("", False))
    return f"{libelle} {participe}{'e' if feminin else ''}".strip()
