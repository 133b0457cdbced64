"""The months of a text moved, in the form people wrote them; the rest sign for sign."""

from datetime import date

import pytest

from fresque.demonstration.dates import ICI, deplacer_borne, deplacer_jour
from fresque.demonstration.mots import deplacer_mots
from pasapas.valeurs.periodes import Borne

pytestmark = pytest.mark.pur


@pytest.mark.parametrize(
    ("texte", "nombre", "attendu"),
    [
        ("Mai 2025", 1, "Juin 2025"),
        ("mai 2025", 8, "janvier 2026"),
        ("MAI 2025", -5, "DÉCEMBRE 2024"),
        ("Sept. à nov. 2025", 1, "Oct. à déc. 2025"),
        ("Sept. à nov. 2025", 2, "Nov. 2025 à janv. 2026"),
        ("Sept. à nov. 2025", 12, "Sept. à nov. 2026"),
        ("Sept 2025 à Mars 2026", 8, "Mai 2026 à Nov 2026"),
        ("Fév. - mars 2025", 11, "Janv. - févr. 2026"),
        ("Mars - avril 2025", 9, "Décembre 2025 - janvier 2026"),
        ("Déc. 2025 et janv. 2026", 1, "Janv. 2026 et févr. 2026"),
        ("nov.-janv. 2026", 1, "déc. 2025-févr. 2026"),
        ("D’ici fin mars", 5, "D’ici fin août"),
        ("courant octobre", 1, "courant novembre"),
        ("la réunion d'octobre", 1, "la réunion de novembre"),
        ("séances de mars, juin et octobre", 1, "séances d’avril, juillet et novembre"),
        ("après le CA du 4 mars.", -3, "après le CA du 4 décembre."),
        ("le 31 janvier 2027", 13, "le 29 février 2028"),
        ("le 31 janvier", 1, "le 28 février"),
        ("le 1er juillet 2025", 9, "le 1er avril 2026"),
        ("déposée le 12/05, le 31/12", 2, "déposée le 12/07, le 28/02"),
        ("les départs 2024, l’accord de 2004", 20, "les départs 2026, l’accord de 2006"),
        # No month, and no date.
        ("Sept périodes d’essai, dont sept rompues", 5, "Sept périodes d’essai, dont sept rompues"),
        ("q17 : 3/4 à 24/7, 7/10 ; 2 400 euros", 5, "q17 : 3/4 à 24/7, 7/10 ; 2 400 euros"),
        ("dès que possible", 5, "dès que possible"),
        ("Mai 2025", 0, "Mai 2025"),
    ],
)
def test_les_mois_d_un_texte(texte: str, nombre: int, attendu: str) -> None:
    assert deplacer_mots(texte, nombre) == attendu


@pytest.mark.parametrize(
    ("jour", "aujourd_hui", "attendu"),
    [
        (date(2025, 12, 11), date(2026, 3, 1), date(2026, 2, 28)),  # yesterday
        (date(2025, 12, 20), date(2026, 3, 31), date(2026, 4, 8)),
        (date(2025, 1, 31), date(2026, 1, 5), date(2025, 2, 28)),
        (date(2025, 1, 31), date(2027, 1, 5), date(2026, 2, 28)),
        (date(2025, 2, 28), date(2028, 12, 31), date(2028, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 29), date(2028, 4, 28)),
        (ICI, date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_un_jour(jour: date, aujourd_hui: date, attendu: date) -> None:
    assert deplacer_jour(jour, aujourd_hui) == attendu
    assert deplacer_jour(jour, ICI) == jour


def test_une_borne_reste_un_mois_ou_un_jour() -> None:
    le = date(2028, 2, 29)
    assert str(deplacer_borne(Borne.lire("2025-12"), le)) == "2028-02"
    assert str(deplacer_borne(Borne.lire("2025-11-30"), le)) == "2028-01-30"
