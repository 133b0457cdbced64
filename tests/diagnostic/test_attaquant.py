"""Promise 17: whoever adds and subtracts all that is published learns nothing of a small group."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from diagnostic.resultats import calcul, seuils
from diagnostic.resultats.delai import colleges_publies, etendre
from diagnostic.resultats.publication import composer
from tests.diagnostic.attaque import Forme, Lecture, inconnues, isole, moyenne, somme
from tests.diagnostic.etablissements import (
    GRILLE,
    NIVEAUX,
    PARTI,
    TOUJOURS,
    VENU,
    Etablissement,
    Personne,
    tirer,
)

pytestmark = pytest.mark.pur
COMBIEN = int(os.environ.get("PASAPAS_ETABLISSEMENTS", "300"))
MUTANTS = 60


Garde = Callable[[set[str]], set[str]]  # what the second campagne holds back, after the first


def publier(etablissement: Etablissement, garde: Garde = etendre) -> list[dict[str, Any]]:
    """Both campagnes, as closings publish them."""
    premiere = composer(etablissement.groupes(0), GRILLE, etablissement.seuil)
    recents = garde(colleges_publies(premiere)) if etablissement.proche else ()
    seconde = composer(etablissement.groupes(1), GRILLE, etablissement.seuil, recents)
    return [
        {**publie, "decomptes": etablissement.decomptes(campagne)}
        for campagne, publie in enumerate((premiere, seconde))
    ]


def attaquer(
    etablissement: Etablissement,
    garde: Garde = etendre,
    publies: list[dict[str, Any]] | None = None,
) -> bool:
    """Page, charts, comparison and files all show these two publications, and nothing else."""
    publies = publies or publier(etablissement, garde)
    formes = [
        f for c, publie in enumerate(publies) for f in Lecture(etablissement, c, publie).lire()
    ]
    return isole(formes, etablissement)


def test_aucun_petit_groupe_ne_s_isole() -> None:
    """10,000 with PASAPAS_ETABLISSEMENTS=10000."""
    assert [graine for graine in range(COMBIEN) if attaquer(tirer(graine))] == []


def test_les_etablissements_tires_sont_de_toutes_sortes() -> None:
    """Collèges hidden, shown together, shown alone, hidden cells, second runs held back."""
    vus: Counter[str] = Counter()
    for graine in range(MUTANTS):
        etablissement = tirer(graine)
        for publie in publier(etablissement):
            vus.update(retenue["raison"] for retenue in publie["retenues"])
            vus.update("regroupes" for p in publie["profils"] if p["code"] == seuils.REGROUPES)
            vus.update(p["mode"] for p in publie["profils"])
            vus.update(p["code"] for p in publie["profils"] if p["mode"] == "individuelle")
            montres = [q["profils"] for q in publie["questions"].values()]
            vus.update("nsp seul" for cellules in montres for c in cellules.values() if len(c) == 1)
            vus.update("masquee" for c in montres if len(c) < len(publie["profils"]))
    attendus = {"effectif", "rapprochee", "regroupes", "collective", "individuelle", "masquee"}
    attendus |= {"papier", "direction_rh", "direction", "rh"}
    assert {nom for nom in [*attendus, "nsp seul"] if vus[nom] < 3} == set()


# --- The test can fail: weaker rules are caught ---------------------------------------------


def seuil_seul(etablissement: Etablissement) -> list[Forme]:
    """The naive rule: collèges under the threshold are hidden, the total counts everyone."""
    formes = []
    for question in GRILLE.questions:
        lignes = []
        for groupe in etablissement.groupes(0):
            compte = groupe.comptes[question]
            if not compte.effectif:
                continue
            forme: Forme = {}
            if groupe.mode == "individuelle":
                forme = somme(
                    (Fraction(niveau, compte.effectif), {inconnue: Fraction(1)})
                    for niveau in NIVEAUX
                    for inconnue in inconnues(etablissement, 0, groupe.college, question, niveau)
                )
            lignes.append((1, (forme, Fraction(0))))
            if (
                groupe.participants >= etablissement.seuil
                and compte.effectif >= etablissement.seuil
            ):
                formes.append(forme)
        if lignes:
            formes.append(moyenne(lignes)[0])
    return [forme for forme in formes if forme]


def test_le_seuil_seul_isole_souvent() -> None:
    etablissements = [tirer(graine) for graine in range(MUTANTS)]
    isoles = sum(isole(seuil_seul(e), e) for e in etablissements)
    assert isoles / MUTANTS > 0.2


def test_le_total_et_trois_colleges_sur_quatre_donnent_le_quatrieme() -> None:
    """The trap of the kit's notes: one hidden collège, and a total that counts it."""
    personnes = [
        Personne(college, TOUJOURS, ({"q1": niveau}, {}))
        for college, niveaux in {
            "direction_rh": (3, 3, 3, 2, 3),
            "encadrement": (2, 2, 3, 2, 2),
            "irp": (1, 1),
            "salaries": (2, 2, 1, 2, 3),
        }.items()
        for niveau in niveaux
    ]
    etablissement = Etablissement(5, False, tuple(personnes), ())
    assert isole(seuil_seul(etablissement), etablissement)
    assert not attaquer(etablissement)
    publie = publier(etablissement)[0]
    assert publie["retenues"] == [{"colleges": ["irp"], "raison": "effectif"}]
    # (2.8 + 2.2 + 2) / 3: the élus' 1.00 is not in it.
    assert publie["questions"]["q1"]["moyenne"] == 2.33


def test_une_regle_qui_montre_tout_est_prise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calcul, "montrable", lambda compte, seuil: compte.effectif > 0)
    assert sum(attaquer(tirer(graine)) for graine in range(MUTANTS)) > MUTANTS / 4


def test_un_seuil_d_une_personne_de_moins_est_pris(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calcul, "montrable", lambda compte, seuil: compte.effectif >= seuil - 1)
    assert any(attaquer(tirer(graine)) for graine in range(MUTANTS))


def test_les_je_ne_sais_pas_d_un_petit_nombre_sont_pris(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calcul, "nsp_montrable", lambda compte, seuil: compte.nsp > 0)
    assert any(attaquer(tirer(graine)) for graine in range(MUTANTS))


def test_un_total_qui_compte_ce_qui_est_masque_est_pris(monkeypatch: pytest.MonkeyPatch) -> None:
    """The published total no longer answers the equation made of what is shown."""
    question = calcul._question

    def avec_tous(code: str, unites: Any, grille: Any, seuil: int) -> calcul.Moyennes:
        mesure = question(code, unites, grille, seuil)
        mesure.ensemble = question(code, unites, grille, 0).ensemble
        return mesure

    monkeypatch.setattr(calcul, "_question", avec_tous)
    monkeypatch.setattr(seuils, "SEUIL_PLANCHER", 0)
    with pytest.raises(AssertionError):
        for graine in range(MUTANTS):
            attaquer(tirer(graine))


def publier_sans_marque(etablissement: Etablissement) -> list[dict[str, Any]]:
    """As if nobody had read the sheets: they count with the telephones."""
    personnes = tuple(replace(p, papier=False) for p in etablissement.personnes)
    publies = publier(replace(etablissement, personnes=personnes))
    return [{**publie, "decomptes": []} for publie in publies]


def test_des_feuilles_comptees_comme_des_telephones_sont_prises() -> None:
    """Four sheets copied, one telephone: the five shown, less the four known, are one person."""
    tires = [tirer(graine) for graine in range(MUTANTS)]
    assert sum(attaquer(e, publies=publier_sans_marque(e)) for e in tires) > MUTANTS / 10
    feuille = dict.fromkeys(GRILLE.questions, 3)
    personnes = [Personne("salaries", TOUJOURS, (feuille, {}), papier=True) for _ in range(4)]
    personnes.append(Personne("salaries", TOUJOURS, (feuille, {})))
    etablissement = Etablissement(5, False, tuple(personnes), ())
    assert attaquer(etablissement, publies=publier_sans_marque(etablissement))
    assert not attaquer(etablissement)
    assert publier(etablissement)[0]["retenues"] == [{"colleges": ["salaries"], "raison": "papier"}]


def test_des_telephones_qui_passent_tous_une_affirmation_ne_se_voient_pas() -> None:
    """Five sheets answer it: that no telephone did would be known. Found by drawing (1595)."""
    feuille = dict.fromkeys(GRILLE.questions, 3)
    sans = {question: 3 for question in GRILLE.questions if question != "q1"}
    personnes = [Personne("salaries", TOUJOURS, (feuille, {}), papier=True) for _ in range(5)]
    personnes += [Personne("salaries", TOUJOURS, (sans, {})) for _ in range(5)]
    etablissement = Etablissement(5, False, tuple(personnes), ())
    assert "salaries" not in publier(etablissement)[0]["questions"]["q1"]["profils"]
    assert not attaquer(etablissement)
    assert not attaquer(tirer(1595))


def rien(publies: set[str]) -> set[str]:
    """A second campagne that ignores the first."""
    return set()


def seuls(publies: set[str]) -> set[str]:
    """Only the same collèges are held back, not those that hold some of the same people."""
    return publies


def test_une_direction_montree_avec_puis_sans_la_rh_est_prise() -> None:
    """Together, then one without the other: the difference is the RH alone, or the direction."""
    assert any(attaquer(tirer(graine), seuls) for graine in range(COMBIEN))
    feuille = dict.fromkeys(GRILLE.questions, 3)
    personnes = [Personne("direction", TOUJOURS, (feuille, feuille)) for _ in range(5)]
    personnes += [Personne("rh", TOUJOURS, (feuille, feuille)) for _ in range(2)]
    for ensemble in ((True, False), (False, True)):
        etablissement = Etablissement(5, True, tuple(personnes), (), ensemble)
        assert attaquer(etablissement, seuls)
        assert not attaquer(etablissement)


@pytest.mark.parametrize("qui", [PARTI, VENU])
def test_une_personne_de_plus_ou_de_moins_peu_apres(qui: str) -> None:
    """Eight stay and answer the same, one comes or goes: the second publication would name it."""
    feuille = dict.fromkeys(GRILLE.questions, 3)
    personnes = [Personne("salaries", TOUJOURS, (feuille, feuille)) for _ in range(8)]
    personnes.append(Personne("salaries", qui, (feuille, feuille)))
    etablissement = Etablissement(5, True, tuple(personnes), ())
    assert attaquer(etablissement, rien)
    assert not attaquer(etablissement)
    assert publier(etablissement)[1]["retenues"] == [
        {"colleges": ["salaries"], "raison": "rapprochee"}
    ]
