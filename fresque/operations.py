"""Every write of annexe 1."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from fresque.models import CaseInterne
from pasapas.acces.permissions import peut_animer
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Changement, Geste, noter
from pasapas.ecriture.transactions import ensemble
from pasapas.models import (
    Acteur,
    ChangementActeur,
    Etablissement,
    Evenement,
    Participant,
    PostIt,
    Projet,
    Service,
)
from pasapas.valeurs.textes import extrait

AILLEURS = "Une autre fresque de l’établissement"
PAS_DE_L_EQUIPE = "Cette personne ne revient pas dans l’équipe d’ici."


def reference_libre(modele: Any, projet: Projet, nom: str) -> str:
    """A reference nobody uses in this projet, made from a name."""
    return changements.reference_libre(modele.objects.de(projet), nom)


def tenir(projet: Projet) -> Projet:
    """The projet as it stands, held until the end of the transaction: every write waits."""
    return Projet.objects.celle(projet).select_for_update(of=("self",), no_key=True).get()


def sur_ses_fresques(geste: Geste, ligne: Etablissement | Service | None = None) -> Geste:
    """What belongs to the establishment shows on every fresque it runs: each is told, and the
    gesture given back writes the change in the journal of each.

    ``ligne`` is held first, then every projet in one order, as all writes do: two people on
    two fresques of one establishment never wait for each other in a circle.
    """
    if ligne is not None:
        changements.verrouiller(ligne)
    projets = Projet.objects.filter(etablissement=geste.projet.etablissement_id).order_by("pk")
    tenus = list(projets.select_for_update(of=("self",), no_key=True))
    autres = [projet for projet in tenus if projet.pk != geste.projet.pk]
    return replace(geste, echos=tuple(_echos(geste, autres)))


def _echos(geste: Geste, projets: list[Projet]) -> Iterator[Geste]:
    """Who acted is named on another fresque when they are known there; no fresque is told that
    another one exists under such a name."""
    compte = geste.auteur.user_id if geste.auteur else None
    ici = {}
    if compte and projets:
        siens = Participant.objects.filter(projet__in=projets, user=compte)
        ici = {participant.projet_id: participant for participant in siens}
    signature = AILLEURS if geste.auteur else geste.signature
    for projet in projets:
        yield Geste(projet, ici.get(projet.pk), geste.planche, geste.encart, signature=signature)


@ensemble
def ajouter_service(geste: Geste, valeurs: Mapping[str, Any]) -> Service:
    reference = reference_libre(Service, geste.projet, valeurs.get("nom", ""))
    return changements.ajouter(
        sur_ses_fresques(geste), Service, {"reference": reference, **valeurs}
    )


def _sur_chacune(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The same on a row of the établissement, told on every fresque it runs."""

    @ensemble
    def faire(geste: Geste, ligne: Any, *reste: Any) -> Any:
        return operation(sur_ses_fresques(geste, ligne), ligne, *reste)

    return faire


modifier_etablissement = modifier_service = _sur_chacune(changements.modifier)
retirer_service = _sur_chacune(changements.retirer)
retablir_service = _sur_chacune(changements.retablir)


def ajouter_participant(geste: Geste, valeurs: Mapping[str, Any]) -> Participant:
    """Someone around the projet, without an account yet."""
    nom = " ".join(filter(None, [valeurs.get("prenom", ""), valeurs.get("nom", "")]))
    reference = reference_libre(Participant, geste.projet, nom)
    return changements.ajouter(geste, Participant, {"reference": reference, **valeurs})


def ajouter_membre(geste: Geste, valeurs: Mapping[str, Any]) -> Participant:
    """Someone in the équipe projet, last in its list."""
    rang = changements.suivant(Participant.objects.de(geste.projet), "ordre_equipe")
    return ajouter_participant(geste, {**valeurs, "ordre_equipe": rang})


@ensemble
def retirer_membre(geste: Geste, participant: Participant) -> None:
    """Out of the équipe projet; the person stays around the projet, with their access."""
    ligne = changements.verrouiller(participant)
    if ligne.ordre_equipe is None:
        return
    changement = Changement("ordre_equipe", str(ligne.ordre_equipe))
    ligne.ordre_equipe = None
    ligne.save(update_fields=["ordre_equipe"])
    noter(geste, Evenement.Action.RETRAIT, ligne, [changement])
    changements.a_bouge(geste, ligne.planches())


@ensemble
def retablir_membre(geste: Geste, participant: Participant) -> None:
    """Back in the équipe projet, where they stood; back on the wall first, if they left it.

    Raises PermissionDenied for who may not come back.
    """
    ligne = changements.verrouiller(participant)
    if not revient_dans_l_equipe(geste.auteur, ligne):
        raise PermissionDenied(PAS_DE_L_EQUIPE)
    if ligne.retire_le is not None:
        changements.retablir(geste, ligne)
    if ligne.ordre_equipe is not None:
        return
    ligne.ordre_equipe = int(_retraits_de_l_equipe(ligne)[0].avant)
    ligne.save(update_fields=["ordre_equipe"])
    noter(geste, Evenement.Action.RETABLISSEMENT, ligne, [Changement(apres=str(ligne))])
    changements.a_bouge(geste, ligne.planches())


def revient_dans_l_equipe(auteur: Participant | None, ligne: Participant) -> bool:
    """Who was of the équipe comes back into it, who was erased never does. Back on the wall too
    is for those who lead to say; a command may do all."""
    if ligne.est_efface:
        return False
    if ligne.retire_le is not None and auteur is not None and not peut_animer(auteur):
        return False
    return ligne.ordre_equipe is not None or _retraits_de_l_equipe(ligne).exists()


def _retraits_de_l_equipe(ligne: Participant) -> QuerySet[Evenement]:
    """Each time they left the équipe, the last one first."""
    return Evenement.objects.filter(
        projet=ligne.projet_id,
        objet="participant",
        objet_pk=ligne.pk,
        champ="ordre_equipe",
        action=Evenement.Action.RETRAIT,
    )


@ensemble
def ajouter_acteur(geste: Geste, valeurs: Mapping[str, Any]) -> Acteur:
    reference = reference_libre(Acteur, geste.projet, valeurs.get("nom", ""))
    return changements.ajouter(geste, Acteur, {"reference": reference, **valeurs})


@ensemble
def modifier_acteur(geste: Geste, acteur: Acteur, valeurs: Mapping[str, Any]) -> Acteur:
    """Change a card; a new state of the relation is dated, since the map is alive."""
    avant = changements.verrouiller(acteur).engagement
    acteur = changements.modifier(geste, acteur, valeurs)
    if acteur.engagement != avant:
        ChangementActeur.objects.create(
            projet=geste.projet,
            acteur=acteur,
            date=timezone.localdate(),
            de=avant,
            vers=acteur.engagement,
            par=geste.auteur,
        )
    return acteur


@ensemble
def garder_interne(geste: Geste, *, interne: bool) -> None:
    """Keep the box where ``geste`` is made to the screen, or give it back to the paper."""
    ici = {"planche": geste.planche, "encart": geste.encart}
    lignes = CaseInterne.objects.de(geste.projet)
    ligne, _ = lignes.get_or_create(projet=geste.projet, **ici, defaults={"interne": False})
    changements.modifier(geste, ligne, {"interne": interne})


@ensemble
def deplacer_postit(
    geste: Geste, postit: PostIt, la: Mapping[str, str], mots: tuple[str, str]
) -> None:
    """Stick a post-it elsewhere: ``la`` says where, ``mots`` where it was and where it now is."""
    ligne = changements.verrouiller(postit)
    ligne.planche, ligne.zone = la["planche"], la["zone"]
    ligne.version += 1
    ligne.save(update_fields=["planche", "zone", "version"])
    avant = f"«\u00a0{extrait(ligne.texte, 60)}\u00a0», {mots[0]}"
    changement = Changement(avant=avant, apres=mots[1])
    noter(geste, Evenement.Action.DEPLACEMENT, ligne, [changement])
    changements.a_bouge(geste, frozenset({postit.planche, ligne.planche}), compte=False)
