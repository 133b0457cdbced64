"""What a file may bring of campagnes: none that could not have been opened or closed here."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from diagnostic.campagnes import cloture
from diagnostic.models import BulletinAnonyme, Campagne
from diagnostic.operations import questionnaire_courant
from fresque.fichier import exporter, importer, lire
from pasapas.models import Projet, Role
from tests.base import empreinte
from tests.diagnostic.passages import campagne, collective, individuels
from tests.fresque.fichier.outils import EXEMPLE, MINIMAL, ecrite, rapport, source
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
ENTETE = {
    "id": "c",
    "questionnaire": "autodiagnostic-pas-a-pas",
    "questionnaire_version": 1,
}
SALARIES = {"college": "salaries", "mode": "individuelle", "invites": 12}


def fichier(**champs: Any) -> str:
    dite = yaml.safe_load(MINIMAL)
    dite["projet"]["annexe_2"] = {"campagne": {**ENTETE, "passations": [SALARIES], **champs}}
    return ecrite(dite)


# --- An open campagne --------------------------------------------------------------------------


@pytest.mark.parametrize("invites", [None, 0, 4, 5001])
def test_un_recueil_en_cours_dit_combien_il_invite(invites: int | None) -> None:
    texte = fichier(passations=[{**SALARIES, "invites": invites}])
    dits = rapport(texte)
    assert len(dits) == 1
    assert "un recueil en cours dit combien de personnes il invite (5 au moins)" in dits[0]
    assert rapport(fichier(passations=[{**SALARIES, "invites": 5}])) == []
    assert rapport(fichier(close_le="2025-01-01", passations=[{**SALARIES, "invites": None}])) == []


def test_une_campagne_en_cours_ne_s_ouvre_pas_dans_l_avenir() -> None:
    demain = timezone.localdate() + timedelta(days=1)
    (dit,) = rapport(fichier(ouverte_le=demain))
    assert "une campagne en cours ne s’ouvre pas dans l’avenir" in dit
    assert rapport(fichier(ouverte_le=timezone.localdate())) == []


def test_direction_et_rh_ensemble_ou_chacune_de_son_cote() -> None:
    passations = [{"college": c, "mode": "collective"} for c in ("direction_rh", "rh")]
    (dit,) = rapport(fichier(passations=passations))
    assert "Direction et RH répondent ensemble, ou chacune de son côté" in dit


def test_un_recueil_en_cours_revient_sans_aucune_reponse() -> None:
    reponses = [[2] * 26 for _ in range(6)]
    source = lire(fichier(passations=[{**SALARIES, "reponses": reponses}]).encode())
    importer(source, reponses_individuelles=True)
    assert Campagne.objects.get().ouverte
    assert not BulletinAnonyme.objects.exists()


# --- The way round the delay: out as a file, changed, and in again -------------------------------


def recueillir(projet: Projet) -> Campagne:
    """Nine salariés answer, and the campagne closes today."""
    neuf = individuels("salaries", *[[2] * 26] * 9)
    ouverte = campagne(projet, [neuf], questionnaire_courant(), ouverte_le=timezone.localdate())
    cloture.geler(ouverte, timezone.localdate())
    return ouverte


@pytest.mark.parametrize("role", [Role.PILOTE, Role.ANIMATEUR])
@pytest.mark.parametrize("nom", ["MECS « Dragibus »", "Une autre maison"])
def test_reprendre_la_fresque_ailleurs_n_efface_pas_le_delai(
    nom: str, role: str, projet: Projet, pilote: Visiteur
) -> None:
    pilote.participant.role = role
    pilote.participant.save()
    assert [p["code"] for p in recueillir(projet).resultats["profils"]] == ["salaries"]
    dite = yaml.safe_load(exporter(projet))
    dite["etablissement"] |= {"nom": nom, "departement": "2A"}
    dite["projet"]["annexe_2"]["campagne"] |= {"ouverte_le": None, "close_le": "2020-01-01"}
    repris = importer(
        lire(ecrite(dite).encode()),
        createur=pilote.participant.user,
    )
    assert repris.etablissement != projet.etablissement
    assert recueillir(repris).resultats["profils"] == []


# --- Published results that no closing published -------------------------------------------------


@pytest.fixture(scope="module")
def de_l_exemple(django_db_setup: None, django_db_blocker: Any) -> str:
    """Worked out once: what follows only changes them, and asks whether a file may say so."""
    with django_db_blocker.unblock(), transaction.atomic():
        projet = importer(lire(EXEMPLE.read_bytes()), reponses_individuelles=True)
        resultats = json.dumps(Campagne.objects.get(projet=projet).resultats)
        transaction.set_rollback(True)
    return resultats


@pytest.fixture
def publies(de_l_exemple: str) -> Any:
    return json.loads(de_l_exemple)


def avec(resultats: dict[str, Any]) -> str:
    dite = source(EXEMPLE)
    dite["projet"]["annexe_2"]["campagne"]["resultats"] = json.dumps(resultats)
    return ecrite(dite)


def cellule(resultats: dict[str, Any]) -> dict[str, Any]:
    return resultats["questions"]["q01"]["profils"]["salaries"]


FAUX: dict[str, Callable[[dict[str, Any]], Any]] = {
    "verdict sans moyenne": lambda r: r["themes"]["t1"].update(
        profils={}, moyenne=None, ecart=None, verdict="point_fort"
    ),
    "moyenne sans ligne": lambda r: r["questions"]["q01"].update(profils={}, ecart=None),
    "il manque la moyenne": lambda r: r["questions"]["q01"].update(moyenne=None, verdict=""),
    "il manque l’écart": lambda r: r["questions"]["q01"].update(ecart=None),
    "l’écart n’est pas celui": lambda r: r["questions"]["q01"].update(ecart=0.5),
    "une moyenne va de 1 à 4": lambda r: cellule(r).update(moyenne=9.0),
    "n’est pas celui de l’effectif": lambda r: cellule(r).update(niveaux=[1, 6, 1]),
    "le détail des niveaux n’y est pas": lambda r: cellule(r).update(
        effectif=0, moyenne=None, niveaux=[0, 0, 0, 0]
    ),
    "une moyenne et un effectif vont ensemble": lambda r: cellule(r).update(moyenne=None),
    "moins de 5 personnes": lambda r: cellule(r).update(effectif=4, niveaux=[4, 0, 0, 0]),
    "plus de réponses que de participants": lambda r: cellule(r).update(nsp=400),
    "il y manque un nombre": lambda r: r["questions"]["q01"]["profils"].update(
        salaries={"moyenne": 2.0}
    ),
    "ligne rh inconnue": lambda r: r["questions"]["q01"]["profils"].update(rh={"nsp": 6}),
    "la question q01 manque": lambda r: r["questions"].pop("q01"),
    "le thème t1 manque": lambda r: r["themes"].pop("t1"),
    "le thème t99 n’est pas": lambda r: r["themes"].update(t99=r["themes"]["t1"]),
    "a_confronter nomme la question q99": lambda r: r["a_confronter"].append("q99"),
    "le collège salaries y est deux fois": lambda r: r["retenues"].append(
        {"colleges": ["salaries"], "raison": "effectif"}
    ),
    "n’a pas répondu de cette façon": lambda r: r["profils"][-1].update(mode="collective"),
    "le collège rh n’est pas dans les passations": lambda r: r["retenues"].append(
        {"colleges": ["rh"], "raison": "effectif"}
    ),
    "n’est pas celle de ses collèges": lambda r: r["profils"][-1].update(code="tous"),
}


@pytest.mark.une_base  # nothing is written
@pytest.mark.parametrize("dit", FAUX)
def test_resultats_qu_aucune_cloture_ne_publie(dit: str, publies: dict[str, Any]) -> None:
    FAUX[dit](publies)
    fautes = rapport(avec(publies))
    assert all("résultats impossibles" in faute for faute in fautes)
    assert any(dit in faute for faute in fautes)


@pytest.mark.une_base
def test_resultats_faux_partout_dits_en_cinq_lignes(publies: dict[str, Any]) -> None:
    for question in publies["questions"].values():
        question["profils"] = {}
    assert len(rapport(avec(publies))) == 5


def test_resultats_d_une_cloture_acceptes_et_montres(pilote: Visiteur) -> None:
    """Small groups added together, hidden cells, « Je ne sais pas » alone: all of it comes back."""
    projet = pilote.participant.projet
    groupes = [
        individuels("encadrement", *[[4] * 26] * 3),
        individuels("irp", *[[1] * 25] * 2),
        individuels("salaries", *[["nsp", *[3] * 25]] * 6, [2] * 26),
        collective("direction", 3, None, "nsp"),
    ]
    ouverte = campagne(projet, groupes, questionnaire_courant())
    cloture.geler(ouverte, timezone.localdate())
    codes = [profil["code"] for profil in ouverte.resultats["profils"]]
    assert codes == ["direction", "salaries", "regroupes"]
    avant = empreinte()
    repris = importer(lire(exporter(projet).encode()), createur=pilote.participant.user)
    assert empreinte() != avant
    close = Campagne.objects.get(projet=repris)
    assert close.resultats == ouverte.resultats
    page = pilote.get(reverse("diagnostic:resultats", args=[repris.slug, close.pk]))
    assert page.status_code == 200
