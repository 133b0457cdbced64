"""The page of the séances, beside the wall, as values: those to come, then those that were."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time

from django.urls import reverse

from fresque.models import PresenceRendezVous, RendezVous
from pasapas.models import Projet
from pasapas.valeurs.annexes import Annexe
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import jour, temps

CODE = "seances"
ANNEXE = Annexe(0, "Le groupe de travail", "", "ocre", "Le groupe de travail")
ETATS = {
    "aujourd-hui": "Aujourd’hui",
    "a-dire": "Qui était là ?",
    "tenue": "Elle a eu lieu",
    "annulee": "Annulée le",
}
A_VENIR, PASSEES = "a-venir", "passees"
PEINT, ETATS_PEINTS = "Ce qui a été peint ce jour-là", {"tenue", "a-dire", "aujourd-hui"}


def seances(projet: Projet, aujourd_hui: date) -> Planche:
    """2 queries whatever the content."""
    presents: dict[int, list[str]] = defaultdict(list)
    presences = PresenceRendezVous.objects.filter(
        rendezvous__projet=projet, rendezvous__retire_le=None
    )
    for presence in presences.select_related("participant"):
        presents[presence.rendezvous_id].append(str(presence.participant))
    lues = sorted(RendezVous.objects.de(projet).presents(), key=_quand)
    lignes = [(une.date, _ligne(projet, une, presents[une.pk], aujourd_hui)) for une in lues]
    return Planche(
        code=CODE,
        modele=CODE,
        page="",
        coordonnee="",
        annexe=ANNEXE,
        titre="Nos séances",
        au_mur=False,
        sections=(
            Section(
                (
                    _encart(
                        A_VENIR,
                        "Les séances à venir",
                        "Quand nous retrouvons-nous ?",
                        "Fixer une séance",
                        [ligne for le, ligne in lignes if le >= aujourd_hui],
                    ),
                    _encart(
                        PASSEES,
                        "Les séances passées",
                        "Quand nous sommes-nous réunis ? Qui était là ?",
                        "Noter une séance passée",
                        [ligne for le, ligne in reversed(lignes) if le < aujourd_hui],
                    ),
                )
            ),
        ),
    )


def prochaine(planche: Planche) -> Ligne | None:
    """The next séance that was not cancelled."""
    a_venir = planche.encart(A_VENIR)
    lignes = a_venir.lignes if a_venir else ()
    return next((ligne for ligne in lignes if ligne.etat != "annulee"), None)


def _quand(une: RendezVous) -> tuple[object, ...]:
    return une.date, une.heure or time.max, une.ordre, une.pk


def _encart(nom: str, titre: str, question: str, ajout: str, lignes: list[Ligne]) -> Encart:
    return Encart(
        nom=nom,
        titre=titre,
        question=question,
        genre=Genre.LISTE,
        lignes=tuple(lignes),
        objet="seance",
        ajout=ajout,
        ordonnable=False,
        reserve=True,
        imprimable=False,
        hors_kit=True,
    )


def _ligne(projet: Projet, une: RendezVous, presents: list[str], aujourd_hui: date) -> Ligne:
    etat = _etat(une, presents, aujourd_hui)
    titre = une.dire(aujourd_hui.year)
    return Ligne(
        "seance",
        une.pk,
        (
            Champ("quand", f"{titre[:1].upper()}{titre[1:]}"),
            Champ("programme", une.programme),
            Champ("duree", temps(une.duree), "Durée"),
            Champ("lieu", une.lieu, "Lieu"),
            Champ("presents", ", ".join(presents), "Étaient là"),
            *_dans_l_agenda(projet, une, etat),
            Champ("peint", PEINT if etat in ETATS_PEINTS else "", url=_ce_jour_la(projet, une)),
        ),
        etat=etat,
        etat_libelle=f"{ETATS.get(etat, '')} {jour(une.annulee_le)}".strip(),
    )


def _etat(une: RendezVous, presents: list[str], aujourd_hui: date) -> str:
    if une.annulee_le:
        return "annulee"
    if presents:
        return "tenue"
    if une.date == aujourd_hui:
        return "aujourd-hui"
    return "a-dire" if une.date < aujourd_hui else "a-venir"


def _dans_l_agenda(projet: Projet, une: RendezVous, etat: str) -> Iterator[Champ]:
    """Words and places leave the wall when they are asked for."""
    if etat not in {"a-venir", "aujourd-hui"}:
        return
    adresse = reverse("fresque:agenda_ligne", args=[projet.slug, CODE, une.pk])
    yield Champ("agenda", "Mettre dans mon agenda", url=adresse)
    if une.lieu or une.programme:
        yield Champ("agenda_entier", "… avec le lieu et le programme", url=f"{adresse}?detaille=1")


def _ce_jour_la(projet: Projet, une: RendezVous) -> str:
    return f"{reverse('fresque:historique', args=[projet.slug])}?jour={une.date:%Y-%m-%d}"
