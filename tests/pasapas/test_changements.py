"""The only road to a row: what changes, what the journal keeps, what the version says."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from fresque.models import Constat
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Evenement, Participant, Projet
from tests.factories import ConstatFactory, EtapeFactory, ParticipantFactory


@pytest.fixture
def auteur(projet: Projet) -> Participant:
    return ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")


@pytest.fixture
def geste(projet: Projet, auteur: Participant) -> Geste:
    return Geste(projet, auteur, "eclaire", "constats")


def memoire(projet: Projet) -> list[tuple[Any, ...]]:
    return list(
        Evenement.objects.filter(projet=projet)
        .order_by("pk")
        .values_list("nom", "action", "planche", "encart", "objet", "champ", "avant", "apres")
    )


def note(action: str, champ: str = "", avant: str = "", apres: str = "") -> tuple[str, ...]:
    return ("Inès Carpentier", action, "eclaire", "constats", "constat", champ, avant, apres)


def versions(projet: Projet, *lignes: Any) -> list[int]:
    for objet in (projet, *lignes):
        objet.refresh_from_db()
    return [objet.version for objet in (projet, *lignes)]


def test_ajouter_met_en_dernier_et_note(geste: Geste, projet: Projet) -> None:
    premier = changements.ajouter(geste, Constat, {"texte": "Le soir, personne"})
    second = changements.ajouter(geste, Constat, {"texte": "Trop de réunions"})
    assert [c.texte for c in Constat.objects.de(projet)] == [premier.texte, second.texte]
    assert memoire(projet) == [
        note("ajout", apres="Le soir, personne"),
        note("ajout", apres="Trop de réunions"),
    ]
    assert versions(projet, premier) == [3, 1]


def test_ajouter_refuse_n_ecrit_rien(geste: Geste, projet: Projet) -> None:
    with pytest.raises(ValidationError):
        changements.ajouter(geste, Constat, {"texte": ""})
    assert (Constat.objects.count(), memoire(projet), versions(projet)) == (0, [], [1])


def test_modifier_note_avant_et_apres(geste: Geste, projet: Projet, auteur: Participant) -> None:
    constat = ConstatFactory(projet=projet, texte="Avant")
    changements.modifier(geste, constat, {"texte": "Après", "auteur": auteur})
    assert memoire(projet) == [
        note("modification", "texte", "Avant", "Après"),
        note("modification", "auteur", "", "Inès Carpentier"),
    ]
    assert versions(projet, constat) == [2, 2]
    assert (constat.texte, constat.auteur) == ("Après", auteur)


def test_modifier_rien_n_ecrit_rien(geste: Geste, projet: Projet) -> None:
    constat = ConstatFactory(projet=projet, texte="Pareil")
    changements.modifier(geste, constat, {"texte": "Pareil", "auteur_masque": False})
    assert (memoire(projet), versions(projet, constat)) == ([], [1, 1])


def test_modifier_dit_les_choix_en_mots(projet: Projet, auteur: Participant) -> None:
    geste = Geste(projet, auteur, "eclaire", "equipe")
    changements.modifier(geste, auteur, {"college": "irp", "acces_clos_le": date(2026, 7, 1)})
    assert [evenement[-3:] for evenement in memoire(projet)] == [
        ("college", "", "Représentants du personnel"),
        ("acces_clos_le", "", "1er juillet 2026"),
    ]


def test_modifier_le_projet_le_fait_grandir_d_un_pas(geste: Geste, projet: Projet) -> None:
    changements.modifier(geste, projet, {"ambition": "Garder les équipes"})
    assert versions(projet) == [2]
    assert projet.ambition == "Garder les équipes"


def test_modifier_ne_perd_pas_ce_qu_un_autre_a_ecrit(geste: Geste, projet: Projet) -> None:
    etape = EtapeFactory(projet=projet)
    ancienne = type(etape).objects.get(pk=etape.pk)
    changements.modifier(geste, etape, {"resultats": "Fait"})
    changements.modifier(geste, ancienne, {"intitule": "Commencer"})
    etape.refresh_from_db()
    assert (etape.intitule, etape.resultats) == ("Commencer", "Fait")


def test_modifier_refuse_n_ecrit_rien(geste: Geste, projet: Projet) -> None:
    constat = ConstatFactory(projet=projet, texte="Avant")
    with pytest.raises(ValidationError):
        changements.modifier(geste, constat, {"texte": ""})
    assert versions(projet, constat) == [1, 1]
    assert (constat.texte, memoire(projet)) == ("Avant", [])


@pytest.fixture
def quatre(projet: Projet) -> list[Constat]:
    """A, B (taken off), C and D."""
    lignes = [ConstatFactory(projet=projet, texte=texte) for texte in "ABCD"]
    Constat.objects.filter(pk=lignes[1].pk).update(retire_le=timezone.now())
    return lignes


@pytest.mark.parametrize(
    ("qui", "avant", "apres", "ordre", "dit"),
    [
        ("C", "A", None, "CABD", ("2e après A", "1re avant A")),
        ("D", "C", None, "ABDC", ("3e après C", "2e après A")),
        ("A", None, "C", "BCAD", ("1re avant C", "2e après C")),
        ("A", None, "D", "BCDA", ("1re avant C", "3e après D")),
        ("D", "A", None, "DABC", ("3e après C", "1re avant A")),
    ],
)
def test_deplacer_dit_d_ou_et_ou(
    geste: Geste,
    quatre: list[Constat],
    qui: str,
    avant: str,
    apres: str,
    ordre: str,
    dit: tuple[str, str],
) -> None:
    """In words, among the three that stand: B was taken off."""
    par_texte = {constat.texte: constat for constat in quatre}
    cle = {texte: constat.pk for texte, constat in par_texte.items()}
    changements.deplacer(geste, par_texte[qui], avant_de=cle.get(avant), apres_de=cle.get(apres))
    assert "".join(Constat.objects.de(geste.projet).values_list("texte", flat=True)) == ordre
    de, vers = (
        f"{rang} place sur 3, {mot} «\u00a0{autre}\u00a0»"
        for rang, mot, autre in map(str.split, dit)
    )
    de = f"«\u00a0{qui}\u00a0», {de}"
    assert memoire(geste.projet) == [note("deplacement", "", de, vers)]
    assert versions(geste.projet) == [2]


def test_deplacer_pres_de_rien_ne_fait_rien(geste: Geste, quatre: list[Constat]) -> None:
    ailleurs = ConstatFactory()
    changements.deplacer(geste, quatre[0], avant_de=ailleurs.pk, apres_de=None)
    assert "".join(Constat.objects.de(geste.projet).values_list("texte", flat=True)) == "ABCD"
    assert memoire(geste.projet) == []


def test_retirer_garde_la_ligne_et_retablir_la_remet_en_place(geste: Geste, projet: Projet) -> None:
    lignes = [ConstatFactory(projet=projet, texte=texte) for texte in "ABC"]
    changements.retirer(geste, lignes[1])
    assert [c.texte for c in Constat.objects.de(projet).presents()] == ["A", "C"]
    changements.retablir(geste, lignes[1])
    assert [c.texte for c in Constat.objects.de(projet).presents()] == ["A", "B", "C"]
    assert memoire(projet) == [note("retrait", avant="B"), note("retablissement", apres="B")]
    assert versions(projet, lignes[1]) == [3, 3]


def test_retirer_deux_fois_n_ecrit_qu_une_fois(geste: Geste, projet: Projet) -> None:
    constat = ConstatFactory(projet=projet)
    for _ in range(2):
        changements.retirer(geste, constat)
    assert versions(projet, constat) == [2, 2]
    changements.retablir(geste, constat)
    changements.retablir(geste, constat)
    assert versions(projet, constat) == [3, 3]


def test_commande_sans_auteur_signe_pas_a_pas(projet: Projet) -> None:
    changements.ajouter(Geste(projet, None, "eclaire", "constats"), Constat, {"texte": "Importé"})
    assert [evenement[0] for evenement in memoire(projet)] == ["Pas à pas"]
