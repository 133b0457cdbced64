"""Annexe 4: several bilans, each with its number and those who were there, in order."""

from datetime import date

import pytest

from bilan import operations
from bilan.models import Bilan
from bilan.planche import annexe
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Evenement, Participant, Projet
from tests.factories import (
    CommunicationFactory,
    FicheActionFactory,
    ParticipantFactory,
    SuiteFactory,
)


@pytest.fixture
def geste(projet: Projet) -> Geste:
    return Geste(projet, None, "bilan-1", "seance")


@pytest.fixture
def bilan(projet: Projet) -> Bilan:
    return Bilan.objects.get(projet=projet)


@pytest.fixture
def trois(projet: Projet) -> list[Participant]:
    return [ParticipantFactory(projet=projet, prenom="", nom=nom) for nom in "ABC"]


def presents(bilan: Bilan) -> str:
    return "".join(presence.participant.nom for presence in bilan.presences.all())


def test_projet_ouvert_a_un_bilan_et_un_seul(projet: Projet) -> None:
    operations.preparer(projet)
    assert [b.numero for b in Bilan.objects.de(projet)] == [1]


def test_numeros_ne_resservent_jamais(geste: Geste) -> None:
    deuxieme = operations.ouvrir_bilan(geste, {"type": "final"})
    changements.retirer(geste, deuxieme)
    assert operations.ouvrir_bilan(geste, {"type": "final"}).numero == 3


def test_presents_gardent_l_ordre(geste: Geste, bilan: Bilan, trois: list[Participant]) -> None:
    a, b, c = trois
    operations.modifier_bilan(geste, bilan, {"participants": [c, a]})
    assert presents(bilan) == "CA"
    operations.modifier_bilan(geste, bilan, {"participants": [a, b, c]})
    assert presents(bilan) == "CAB"
    operations.modifier_bilan(geste, bilan, {"participants": [b, a, c]})
    notes = Evenement.objects.filter(champ="participants").order_by("pk")
    assert [(n.avant, n.apres) for n in notes] == [("", "C, A"), ("C, A", "C, A, B")]


def test_presents_d_un_nouveau_bilan_sont_dans_le_journal(
    geste: Geste, trois: list[Participant]
) -> None:
    operations.ouvrir_bilan(geste, {"type": "final", "participants": trois[:2]})
    note = Evenement.objects.get(champ="participants")
    assert (note.avant, note.apres) == ("", "A, B")


def test_bilan_modifie_sans_presents_les_garde(
    geste: Geste, bilan: Bilan, trois: list[Participant]
) -> None:
    operations.modifier_bilan(geste, bilan, {"participants": trois})
    operations.modifier_bilan(geste, bilan, {"retenons": "L’accueil change tout"})
    assert presents(bilan) == "ABC"


@pytest.mark.parametrize(
    ("type_de", "jour", "dit"),
    [
        ("final", date(2026, 7, 1), "Bilan final 1er juillet 2026"),
        ("intermediaire", date(2026, 1, 15), "Bilan intermédiaire 15 janvier 2026"),
        ("final", None, ""),
    ],
)
def test_planche_dit_quel_bilan(
    type_de: str, jour: date | None, dit: str, projet: Projet, bilan: Bilan
) -> None:
    Bilan.objects.update(type=type_de, date=jour)
    (planche,) = annexe(projet)
    assert planche.sous_titre == dit


def test_seance_dit_le_jour_et_les_presents(
    geste: Geste, projet: Projet, bilan: Bilan, trois: list[Participant]
) -> None:
    operations.modifier_bilan(
        geste, bilan, {"type": "final", "date": date(2026, 7, 1), "participants": trois}
    )
    (planche,) = annexe(projet)
    assert planche.encart("seance").texte == "Bilan final, 1er juillet 2026\nParticipants : A, B, C"


def test_communication_et_suite_disent_tout(projet: Projet, trois: list[Participant]) -> None:
    CommunicationFactory(
        projet=projet,
        sujet="Le tutorat",
        destinataires="Le CSE",
        moyens="Une affiche",
        quand="En mars",
        responsable=trois[0],
    )
    SuiteFactory(
        projet=projet,
        texte="Étendre",
        echeance=date(2026, 9, 1),
        fiche=FicheActionFactory(projet=projet),
    )
    (planche,) = annexe(projet)
    (communication,) = planche.encart("communications").lignes
    assert [champ.texte for champ in communication.champs] == [
        "Le tutorat",
        "Le CSE",
        "Une affiche",
        "En mars",
        "A",
    ]
    (suite,) = planche.encart("suites").lignes
    assert [champ.texte for champ in suite.champs] == [
        "Étendre",
        "septembre 2026",
        "Fiche action n°1",
    ]


def test_deux_bilans_ont_chacun_leurs_lignes(geste: Geste, projet: Projet) -> None:
    second = operations.ouvrir_bilan(geste, {"type": "final"})
    SuiteFactory(projet=projet, texte="Du premier")
    SuiteFactory(projet=projet, bilan=second, texte="Du second")
    suites = {
        planche.code: [ligne.titre for ligne in planche.encart("suites").lignes]
        for planche in annexe(projet)
    }
    assert suites == {"bilan-1": ["Du premier"], "bilan-2": ["Du second"]}


def test_bilans_se_montrent_tous_sur_chaque_planche(geste: Geste, projet: Projet) -> None:
    operations.ouvrir_bilan(geste, {"type": "final"})
    for planche in annexe(projet):
        assert [ligne.renvoi for ligne in planche.encart("bilans").lignes] == [
            "bilan-1",
            "bilan-2",
        ]
