"""The wall from afar: what each planche says of itself in a few words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fiches.planche import vierge
from fresque.apercu.construction import apercevoir, pierres, premiers_mots
from fresque.apercu.disposition import PLACES
from fresque.apercu.suivi import Suivi, depuis, suivre
from fresque.apercu.valeurs import Fraicheur, Mur, Nouveaute
from fresque.pdf.textes import paragraphes
from fresque.views.ajout import lignes_collees
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, PostItVue
from pasapas.valeurs.planches import Planche

pytestmark = pytest.mark.pur


@pytest.mark.parametrize("puce", [*"•▪●○◦‣∙·■□◆◇❖❑❒➢➤➔→✓✔☐☑*–—-", "1.", "12)"])
def test_une_puce_est_la_meme_au_mur_sur_papier_et_dans_une_liste_collee(puce: str) -> None:
    dit = f"{puce} Un\n{puce} Deux"
    assert premiers_mots(Encart("x", "X", Genre.TEXTE, texte=dit)) == "Un · Deux"
    assert [(p.texte, p.puce) for p in paragraphes(dit)] == [("Un", puce), ("Deux", puce)]
    assert lignes_collees([dit]) == ["Un", "Deux"]


def fiche(numero: int = 1, *, etats: tuple[str, ...] = (), **encarts: object) -> Planche:
    """A fiche whose boxes hold what is given: a text, or rows by their titles."""
    nue = replace(vierge(1), code=f"fiche-{numero}", coordonnee=f"n°{numero}")
    lignes = tuple(
        Ligne("etape", rang, (Champ("i", f"Étape {rang}"), Champ("p", "mai")), etat=etat)
        for rang, etat in enumerate(etats, 1)
    )
    valeurs = {"etapes": lignes, **encarts}

    def remplir(encart: Encart) -> Encart:
        valeur = valeurs.get(encart.nom, ())
        champ = {"texte": valeur} if isinstance(valeur, str) else {"lignes": valeur}
        return replace(encart, **champ) if valeur else encart

    sections = tuple(
        replace(section, encarts=tuple(map(remplir, section.encarts))) for section in nue.sections
    )
    return replace(nue, sections=sections, sous_titre="TUTORAT")


def liste(*titres: str, genre: Genre = Genre.LISTE) -> Encart:
    lignes = tuple(Ligne("x", rang, (Champ("t", t),)) for rang, t in enumerate(titres, 1))
    return Encart("x", "X", genre, lignes=lignes)


@pytest.mark.parametrize(
    ("encart", "mots"),
    [
        (Encart("x", "X", Genre.TEXTE), ""),
        (Encart("x", "X", Genre.TEXTE, texte="Un\n\n texte   court"), "Un texte court"),
        (Encart("x", "X", Genre.TEXTE, texte="▪ Un\n▪ Deux\n- Trois"), "Un · Deux · Trois"),
        (
            Encart("x", "X", Genre.TEXTE, texte="Avant :\n1. Un\n2) Deux"),
            "Avant\u00a0: · Un · Deux",
        ),
        (Encart("x", "X", Genre.TEXTE, texte="2024 - une année"), "2024 - une année"),
        (liste("Un", "Deux"), "Un · Deux"),
        (liste("Inès", "Malik", genre=Genre.CARTES), "Inès, Malik"),
    ],
)
def test_premiers_mots(encart: Encart, mots: str) -> None:
    assert premiers_mots(encart) == mots


def test_premiers_mots_coupes_a_un_mot() -> None:
    mots = premiers_mots(Encart("x", "X", Genre.TEXTE, texte="cinq " * 40))
    assert mots == " ".join(["cinq"] * 17) + "…"
    assert len(premiers_mots(liste(*["une longue ligne"] * 50))) <= 90


def test_chaque_case_de_la_fiche_est_quelque_part() -> None:
    planche = fiche()
    apercu = apercevoir(planche)
    touchees = [case for touche in apercu.touches for case in touche.cases]
    toutes = [f"fiche-1--{encart.nom}" for encart in planche.encarts]
    assert sorted([*touchees, *apercu.reste, "fiche-1--etapes"]) == sorted(toutes)
    assert [case for case, _ in apercu.noms] == toutes
    assert all(nom for _, nom in apercu.noms)


def test_fiche_vierge_pose_ses_questions() -> None:
    apercu = apercevoir(fiche())
    assert not apercu.pleine
    assert all(touche.vide and touche.question for touche in apercu.touches)
    assert len(apercu.touches) == sum(not place.facultative for place in PLACES["fiche"])


def test_fiche_commencee() -> None:
    apercu = apercevoir(fiche(objectif="Proposer un tutorat"))
    assert apercu.pleine
    assert [(t.nom, t.mots) for t in apercu.touches if not t.vide] == [
        ("But", "Proposer un tutorat")
    ]


@pytest.mark.parametrize(
    ("etats", "dites"),
    [
        ("f", ["Étape 1 faite"]),
        ("frca", ["Étape 1 faite", "Étape 2 en retard", "Étape 3 en cours", "Étape 4 à venir"]),
        ("fffffffr", [*(f"Étape {n} faite" for n in range(1, 8)), "Étape 8 en retard"]),
        (
            "fffffffraaa",
            ["Étapes 1 à 7 faites", "Étape 8 en retard", "Étapes 9 à 11 à venir"],
        ),
    ],
)
def test_pierres(etats: str, dites: list[str]) -> None:
    noms = {"f": "faite", "r": "en-retard", "c": "en-cours", "a": "a-venir"}
    assert [pierre.dite for pierre in pierres([noms[etat] for etat in etats])] == dites


def test_post_it_par_nature() -> None:
    planche = fiche(objectif="Un but")
    colles = [("jaune", "Idée"), ("rose", "Vigilance"), ("jaune", "Idée")]
    notes = tuple(PostItVue(pk, "Note", *nature) for pk, nature in enumerate(colles, 1))
    sections = tuple(
        replace(
            section,
            encarts=tuple(
                replace(e, postits=notes) if e.nom == "objectif" else e for e in section.encarts
            ),
        )
        for section in planche.sections
    )
    apercu = apercevoir(replace(planche, sections=sections))
    (but,) = [touche for touche in apercu.touches if touche.postits]
    assert but.postits_dits == "Post-it\u00a0: Idée (2), Vigilance"
    assert [note.case for note in apercu.notes] == ["fiche-1--objectif"] * 3


HIER = datetime(2026, 1, 4, 9, 12, tzinfo=UTC)


def mur(*planches: Planche) -> Mur:
    return Mur("dragibus", tuple(apercevoir(planche) for planche in planches), ())


def test_suivi_dit_ce_qui_est_en_retard_a_moi_et_nouveau() -> None:
    planches = (
        fiche(1, etats=("faite", "en-retard", "en-retard", "en-cours"), objectif="But"),
        replace(fiche(2, objectif="But"), pour=7, etat_libelle="En cours"),
    )
    frais = Fraicheur(
        HIER,
        (
            Nouveaute("fiche-2--objectif", ("Inès",), HIER + timedelta(hours=1)),
            Nouveaute("fiche-2--suivi", ("Inès", "Malik"), HIER),
            Nouveaute("fiche-9--objectif", ("Inès",), HIER),
        ),
    )
    suivi = suivre(mur(*planches), 7, frais)
    assert {vue.code: (vue.nombre, vue.nom) for vue in suivi.vues} == {
        "retard": (2, "étapes en retard"),
        "moi": (1, "à moi"),
        "neuf": (2, "nouveautés"),
        "postit": (0, "post-it"),
    }
    assert [e.titre for e in suivi.vue("retard").elements] == ["Étape 2", "Étape 3"]
    assert suivi.vue("retard").planches == {"fiche-1"}
    (neuf,) = suivi.vue("neuf").elements
    assert (neuf.titre, neuf.detail) == ("n°2 TUTORAT", "Avancée et But, par Inès et Malik")
    assert (suivi.faites, suivi.etapes, suivi.en_cours.titre) == (1, 4, "Étape 4")
    assert suivre(mur(*planches), 8, Fraicheur()).vue("moi").nombre == 0


def test_mur_compte_ce_qu_il_ne_peut_pas_nommer() -> None:
    suivi = suivre(mur(fiche(etats=("en-retard",) * 9, objectif="But")), 7, Fraicheur())
    retard = suivi.vue("retard")
    assert (len(retard.montres), retard.autres) == (5, 4)


def test_depuis_quand() -> None:
    assert depuis(Fraicheur()) == ""
    assert depuis(Fraicheur(HIER)).startswith("Depuis votre visite du dimanche 4 janvier")


def test_empreinte_ne_bouge_que_si_la_feuille_change() -> None:
    """The names of the lists beside it, and another sheet, change nothing of this one."""
    un, deux = apercevoir(fiche(objectif="But")), apercevoir(fiche(objectif="Autre"))
    assert un.empreinte == apercevoir(fiche(objectif="But")).empreinte
    assert un.empreinte != deux.empreinte
    assert mur(fiche(1)).structure != mur(fiche(1), fiche(2)).structure


@pytest.mark.parametrize(
    ("nombres", "dit"),
    [
        ((0, 0, 0), ""),
        ((0, 3, 0), "0 étape faite sur 3"),
        ((1, 3, 1), "1 étape faite sur 3, 1 décision"),
        ((2, 3, 2), "2 étapes faites sur 3, 2 décisions"),
        ((0, 0, 4), "4 décisions"),
    ],
)
def test_ou_l_on_en_est_en_une_phrase(nombres: tuple[int, int, int], dit: str) -> None:
    assert Suivi((), (), *nombres).progres == dit
