"""Files nobody thought of: they come back as they were, or are refused in French."""

import copy
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fresque.fichier import FichierProjet, RapportErreurs, exporter, importer, lire, rendre
from pasapas.models import Projet
from pasapas.valeurs.signes import propre
from tests.fresque.fichier.outils import EXEMPLE, TEXTES, ecrite, source

pytestmark = pytest.mark.django_db

REGLAGES = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXTE = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters="".join(map(chr, (*range(9), *range(11, 32), 127, 0xFFFE, 0xFFFF))),
    ),
    max_size=60,
).map(propre) | st.sampled_from(list(TEXTES.values())[:20])
REMPLI = TEXTE.filter(bool)
DATES = st.dates(date(1900, 1, 1), date(2200, 12, 31))
DATE = st.none() | DATES
FAITE = st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))  # not a day to come
MOIS = st.none() | DATES.map(lambda jour: jour.replace(day=1))
ENTIER = st.none() | st.integers(0, 2_147_483_647)


def blocs(**champs: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(champs), max_size=2)


PERSONNE = st.sampled_from(["", "72", "no", "ines"])
FICHIERS = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "etablissement": st.fixed_dictionaries(
            {"nom": REMPLI.map(lambda t: t[:300]), "commune": TEXTE.map(lambda t: t[:300])}
            | {"capacite": ENTIER, "departement": st.sampled_from(["", "02", "2A", "971"])}
        ),
        "personnes": st.just([{"id": nom, "nom": nom} for nom in ("72", "no", "ines")]),
        "projet": st.fixed_dictionaries(
            {
                "id": st.from_regex(r"[-a-zA-Z0-9_]{1,120}", fullmatch=True),
                "annexe_1": st.fixed_dictionaries(
                    {
                        "ambition": TEXTE,
                        "inspirations": blocs(texte=REMPLI),
                        "equipe_projet": st.permutations(["72", "no", "ines"]),
                        "constats": blocs(
                            texte=REMPLI, auteur_id=PERSONNE, auteur_masque=st.booleans()
                        ),
                    }
                ),
                "annexe_2": st.fixed_dictionaries(
                    {
                        "deroulement": TEXTE,
                        "pistes_action": st.lists(REMPLI, max_size=3),
                        "intentions": blocs(texte=REMPLI, theme=st.sampled_from(["", "t1", "t8"])),
                    }
                ),
                "annexe_3": st.fixed_dictionaries(
                    {
                        "fiches": st.lists(
                            st.fixed_dictionaries(
                                {
                                    "numero": st.integers(1, 2_147_483_647),
                                    "objectif": TEXTE,
                                    "themes": st.permutations(["t1", "t5", "t8"]),
                                    "contraintes": st.lists(REMPLI, max_size=2),
                                    "etapes": blocs(
                                        intitule=REMPLI, realisee_le=FAITE, resultats=TEXTE
                                    ),
                                }
                            ),
                            max_size=3,
                            unique_by=lambda fiche: fiche["numero"],
                        )
                    }
                ),
                "annexe_4": blocs(
                    type=st.sampled_from(["intermediaire", "final"]),
                    date=DATE,
                    retenons=TEXTE,
                    suites=blocs(texte=REMPLI, echeance=MOIS),
                ),
            }
        ),
    }
)


@REGLAGES
@given(FICHIERS)
def test_fichier_quelconque_ecrit_puis_relu(donnees: dict[str, Any]) -> None:
    fichier = FichierProjet.model_validate(donnees)

    ecrit = rendre(fichier)

    assert lire(ecrit.encode()) == fichier
    assert lire(ecrit.replace("\n", "\r\n").encode("utf-8-sig")) == fichier


@REGLAGES
@given(FICHIERS)
def test_fichier_quelconque_importe_puis_exporte(donnees: dict[str, Any]) -> None:
    donnees["projet"]["annexe_4"] = []
    fichier = FichierProjet.model_validate(donnees)
    projet = importer(fichier)

    ecrit = exporter(projet)

    assert lire(ecrit.encode()) == fichier


AUTRES = (None, "", "hier", 0, -3, 1.5, True, [], {}, [[]], [None], {"a": 1}, "x" * 30_000)


def lieux(donnees: Any, chemin: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a tree where something stands."""
    suite = donnees.items() if isinstance(donnees, dict) else enumerate(donnees)
    trouves = []
    for pas, valeur in suite:
        trouves.append((*chemin, pas))
        if isinstance(valeur, dict | list):
            trouves += lieux(valeur, (*chemin, pas))
    return trouves


def abimer(donnees: Any, alea: random.Random) -> Any:
    """Drop, retype, double or move something, somewhere."""
    abime = copy.deepcopy(donnees)
    *avant, dernier = alea.choice(lieux(abime))
    parent = abime
    for pas in avant:
        parent = parent[pas]
    match alea.randrange(4):
        case 0:
            del parent[dernier]
        case 1:
            parent[dernier] = copy.deepcopy(alea.choice(AUTRES))
        case 2 if isinstance(parent, list):
            parent.insert(dernier, copy.deepcopy(parent[dernier]))
        case 2:
            parent[f"{dernier}s"] = parent[dernier]
        case _:
            parent[dernier] = copy.deepcopy(donnees[alea.choice(list(donnees))])
    return abime


@pytest.mark.une_base
def test_exemple_abime_deux_cents_fois() -> None:
    """Either it can still be imported, or it is refused in French: never anything else."""
    alea = random.Random(1867)
    donnees = source(EXEMPLE)
    issues = {"importe": 0, "refuse": 0}
    for _ in range(200):
        texte = ecrite(abimer(donnees, alea))
        try:
            importer(lire(texte.encode()))
        except RapportErreurs as refus:
            assert refus.erreurs and all(erreur.message for erreur in refus.erreurs)
            issues["refuse"] += 1
        else:
            issues["importe"] += 1
    assert min(issues.values()) > 20
    assert Projet.objects.count() == issues["importe"]
