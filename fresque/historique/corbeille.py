"""What was taken off not too long ago, and the way to put it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from diagnostic.models import Etonnement
from diagnostic.objets import ETONNEMENT
from fresque.historique.lieux import MEMBRE, PAR_MODELE, Lieux, objet_de
from pasapas.ecriture.objets import Objet
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Contenu, Evenement, Participant, Projet
from pasapas.valeurs.planches import Fresque
from pasapas.valeurs.textes import jour

CleRetiree = tuple[str, int, bool]  # kind, key; whether it is a place in the équipe


@dataclass(frozen=True, slots=True)
class Retiree:
    """A row in the corbeille. ``retablir_url`` is empty for who may not put it back."""

    texte: str
    action: str
    lieu: str
    quand: datetime
    nom: str
    jour: str
    depart: str
    retablir_url: str


def corbeille(
    participant: Participant, fresque: Fresque, parmi: frozenset[str] | None = None
) -> list[Retiree]:
    """What was taken off and can be put back, newest first. ``parmi``: see ``Demande``."""
    projet = participant.projet
    limite = timezone.now() - CORBEILLE
    retraits = Evenement.objects.filter(
        projet=projet, action=Evenement.Action.RETRAIT, quand__gte=limite
    )
    if parmi is not None:
        retraits = retraits.filter(planche__in=parmi)
    derniers: dict[CleRetiree, Evenement] = {}
    for evenement in retraits:
        derniers.setdefault(_cle(evenement), evenement)
    lieux = Lieux(fresque)
    trouvees = []
    absentes = _absentes(projet, derniers.values())
    for cle, evenement in derniers.items():
        lieu = lieux.de(evenement)
        if cle in absentes and (lieu.encart or evenement.objet == ETONNEMENT.nom):
            objet = objet_de(evenement, lieu.encart)
            if objet is None:
                continue
            trouvees.append(_retiree(participant, objet, evenement, absentes[cle], lieu.nom))
    return trouvees


def _cle(evenement: Evenement) -> CleRetiree:
    return evenement.objet, evenement.objet_pk, evenement.champ == MEMBRE


def _retiree(
    participant: Participant, objet: Objet, evenement: Evenement, ligne: Contenu, lieu: str
) -> Retiree:
    personne = objet.model is Participant
    depart = jour(timezone.localdate(evenement.quand + CORBEILLE))
    return Retiree(
        texte=str(ligne) if personne else evenement.avant or str(ligne),
        action=objet.accord("retiré"),
        lieu=lieu,
        quand=evenement.quand,
        nom=evenement.nom,
        jour=jour(timezone.localdate(evenement.quand)),
        depart="" if personne else depart,  # the ménage takes nobody away
        retablir_url=_retablir(participant.projet, evenement, ligne)
        if objet.droit(participant)
        else "",
    )


def _absentes(projet: Projet, evenements: Iterable[Evenement]) -> dict[CleRetiree, Contenu]:
    """The rows still off the wall, by kind and key: one query per kind."""
    par_sorte: dict[tuple[str, bool], set[int]] = {}
    for nom, pk, membre in map(_cle, evenements):
        par_sorte.setdefault((nom, membre), set()).add(pk)
    absentes = {}
    for (nom, membre), cles in par_sorte.items():
        objet = PAR_MODELE.get(nom)
        if objet is None or not hasattr(objet.model, "retire_le"):
            continue
        lignes = objet.model.objects.de(projet).filter(pk__in=cles)
        if objet.model is Participant and not membre:  # who was erased is not put back
            lignes = lignes.exclude(reference__startswith=Participant.EFFACE)
        # Out of the équipe, one still stands around the projet.
        dehors = {"retire_le": None, MEMBRE: None} if membre else {"retire_le__isnull": False}
        absentes.update({(nom, ligne.pk, membre): ligne for ligne in lignes.filter(**dehors)})
    return absentes


def _retablir(projet: Projet, evenement: Evenement, ligne: Contenu) -> str:
    if isinstance(ligne, Etonnement):
        ici = [projet.slug, ligne.campagne_id, ligne.pk, "retablir"]
        adresse = reverse("fresque:etonnement", args=ici)
        return f"{adresse}?retour=corbeille"
    nom = "postit_geste" if evenement.objet == "postit" else "geste"
    lieu = (evenement.planche, evenement.encart, evenement.objet_pk)
    return reverse(f"fresque:{nom}", args=[projet.slug, *lieu, "retablir"])
