"""The period of an étape: kept as typed, understood beside, corrected by hand."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.utils import timezone

from fiches.models import Etape, FicheAction
from pasapas.models import Etablissement, Evenement, Projet
from tests.factories import EtapeFactory, FacteurFactory, FicheActionFactory
from tests.htmx import racines, texte
from tests.mur import Case, case
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
SOIR = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # 1 June already in Paris
MIDI = datetime(2026, 5, 31, 12, tzinfo=UTC)


@pytest.fixture
def fiche(projet: Projet) -> FicheAction:
    return FicheActionFactory(projet=projet)


@pytest.fixture
def ici(fiche: FicheAction) -> Case:
    return case(fiche.projet, "fiche-1", "etapes")


@pytest.fixture
def midi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MIDI)


def lue(etape: Etape) -> tuple[str, str | None, str | None, bool]:
    etape.refresh_from_db()
    bornes = (str(b) if b else None for b in (etape.periode_debut, etape.periode_fin))
    return (etape.periode_envisagee, *bornes, etape.periode_corrigee)


def ajouter(client: Visiteur, ici: Case, periode: str, **champs: str) -> Etape:
    donnees = {"intitule": "Former", "periode_envisagee": periode, **champs}
    assert client.htmx("post", ici.url_saisie, donnees).status_code == 200
    return Etape.objects.filter(projet=client.participant.projet).latest("pk")


def ecrire(client: Visiteur, ici: Case, etape: Etape, **champs: str) -> HttpResponse:
    """What a cell of the table sends: its own fields, and what they were (``depart_``)."""
    donnees = {nom.replace("depart_", "base-"): valeur for nom, valeur in champs.items()}
    noms = "&".join(f"champ={nom}" for nom in champs if not nom.startswith("depart_"))
    return client.htmx("post", f"{ici.url_ligne(etape.pk)}?{noms}", donnees)


def cellule(client: Visiteur, ici: Case, etape: Etape) -> str:
    (boite,) = racines(client.htmx("get", ici.url))
    (dite,) = boite.xpath(
        ".//tr[contains(@id, $i)]/td[contains(@class, 'cellule--periode')]", i=f"-{etape.pk}"
    )
    return texte(dite)


def test_une_periode_est_gardee_telle_quelle_comprise_et_corrigee(
    ici: Case, contributrice: Visiteur, midi: None
) -> None:
    etape = ajouter(contributrice, ici, "Sept 2025 à Mars 2026")
    assert lue(etape) == ("Sept 2025 à Mars 2026", "2025-09", "2026-03", False)
    assert "compris" not in cellule(contributrice, ici, etape)  # the words say it
    (boite,) = racines(contributrice.htmx("get", ici.url))
    assert "En retard de 8 semaines" in texte(boite)

    dates = {"periode_debut": "09/2025", "periode_fin": "15/06/2026"}
    depart = {"depart_periode_debut": "09/2025", "depart_periode_fin": "03/2026"}
    ecrire(contributrice, ici, etape, **dates, **depart)
    assert lue(etape) == ("Sept 2025 à Mars 2026", "2025-09", "2026-06-15", True)
    dit = cellule(contributrice, ici, etape)
    assert "à la main : de sept. 2025 au 15 juin 2026" in dit

    ecrire(contributrice, ici, etape, intitule="Former deux tuteurs", depart_intitule="Former")
    assert lue(etape)[1:] == ("2025-09", "2026-06-15", True)
    depart = {"depart_periode_envisagee": "Sept 2025 à Mars 2026"}
    ecrire(contributrice, ici, etape, periode_envisagee="d’ici l’automne", **depart)
    assert lue(etape) == ("d’ici l’automne", None, None, False)
    assert "compris" not in cellule(contributrice, ici, etape)
    noms = set(Evenement.objects.filter(objet="etape").values_list("champ", flat=True))
    assert noms == {"", "intitule", "periode_fin", "periode_envisagee"}  # what people typed


def test_les_mots_et_les_dates_donnes_ensemble(
    ici: Case, contributrice: Visiteur, midi: None
) -> None:
    """Whoever gives both knows better than we do; whoever gives words alone, in a form that shows
    the dates of the words before, gives words."""
    etape = ajouter(contributrice, ici, "mars 2026", periode_debut="", periode_fin="12/04/2026")
    assert lue(etape) == ("mars 2026", None, "2026-04-12", True)
    envoi = {
        "periode_envisagee": "mai 2026",
        "depart_periode_envisagee": "mars 2026",
        "periode_debut": "",
        "depart_periode_debut": "",
        "periode_fin": "12/04/2026",
        "depart_periode_fin": "12/04/2026",
    }
    ecrire(contributrice, ici, etape, **envoi)
    assert lue(etape) == ("mai 2026", "2026-05", "2026-05", False)


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("dit", "dessous"),
    [
        ("mars 2026 à janvier 2026", "pas de date : la fin vient avant le début"),
        ("31 février 2026", "pas de date : cette date n’existe pas"),
        ("dès que possible", ""),
        ("d’ici fin 2026", "compris : au plus tard en déc. 2026"),
        ("d’avril à juin", "compris : avr. à juin 2026"),
        ("Mai 2026", ""),
        ("Février - mars 2026", ""),
        ("à partir d’avril 2026", ""),
        ("le 1 er juil 2026", ""),
        ("du 12 au 16 mai 2026", ""),
        ("avant le 1er juillet 2026", "compris : au plus tard le 1er juil. 2026"),
    ],
)
def test_ce_qui_est_compris_se_dit_et_rien_n_est_refuse(
    dit: str, dessous: str, ici: Case, contributrice: Visiteur, midi: None
) -> None:
    etape = ajouter(contributrice, ici, dit)
    assert lue(etape)[0] == dit
    vu = cellule(contributrice, ici, etape)
    assert (dessous in vu) if dessous else ("compris" not in vu and "pas de date" not in vu)


def test_une_correction_a_la_main_se_reprend_d_un_geste(
    ici: Case, contributrice: Visiteur, lecteur: Visiteur, midi: None
) -> None:
    etape = ajouter(contributrice, ici, "mai 2026", periode_fin="12/06/2026")
    geste = "Reprendre ce qui est écrit"
    assert f"à la main : au plus tard le 12 juin 2026 {geste}" in cellule(contributrice, ici, etape)
    assert geste not in cellule(lecteur, ici, etape)
    url = ici.url_ligne(etape.pk, "relire")
    assert lecteur.htmx("post", url).status_code == 403
    for _ in range(2):
        assert contributrice.htmx("post", url).status_code == 200
        assert lue(etape) == ("mai 2026", "2026-05", "2026-05", False)
    assert geste not in cellule(contributrice, ici, etape)
    dits = Evenement.objects.filter(objet="etape", champ__startswith="periode").order_by("champ")
    assert [(e.champ, e.avant, e.apres) for e in dits] == [
        ("periode_debut", "", "mai 2026"),
        ("periode_fin", "12 juin 2026", "mai 2026"),
    ]
    datee = ajouter(contributrice, ici, "", periode_fin="12/06/2026")
    assert contributrice.htmx("post", ici.url_ligne(datee.pk, "relire")).status_code == 200
    assert lue(datee) == ("", None, "2026-06-12", True)  # no word to speak for it
    un_facteur = case(etape.projet, "fiche-1", "facteurs_reussite")
    facteur = FacteurFactory(projet=etape.projet, fiche=etape.fiche)
    assert contributrice.htmx("post", un_facteur.url_ligne(facteur.pk, "relire")).status_code == 404


@pytest.mark.parametrize(("departement", "mois"), [("971", "2026-05"), ("35", "2026-06")])
def test_la_reference_est_le_jour_de_l_etablissement(
    departement: str,
    mois: str,
    projet: Projet,
    ici: Case,
    contributrice: Visiteur,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: SOIR)
    Etablissement.objects.filter(projets=projet).update(departement=departement)
    assert lue(ajouter(contributrice, ici, "ce mois-ci"))[2] == mois


@pytest.mark.une_base
def test_les_deux_dates_sont_pliees_et_se_deplient_sur_une_erreur(
    fiche: FicheAction, ici: Case, contributrice: Visiteur
) -> None:
    etape = EtapeFactory(projet=fiche.projet, fiche=fiche)
    url = ici.url_ligne(etape.pk)
    (boite,) = racines(contributrice.htmx("get", url))
    assert boite.xpath(".//details//input[@type='text']/@name") == ["periode_debut", "periode_fin"]
    for debut, fin, phrase in (
        ("03/2026", "01/2026", "La fin vient avant le début."),
        ("03/2026", "bientôt", "Écrivez un mois (03/2026) ou un jour (12/03/2026)."),
    ):
        champs = {"periode_envisagee": "", "periode_debut": debut, "periode_fin": fin}
        refus = ecrire(contributrice, ici, etape, **champs)
        (boite,) = racines(refus)
        assert phrase in texte(boite)
        assert boite.xpath(".//details//input[@type='text']") == []
        assert boite.xpath(".//input[@name='periode_fin']/@value") == [fin]


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("le", "refus"),
    [
        ("1899-12-31", "de 1900 à 2200"),
        ("2026-06-02", "Cette date n’est pas encore venue."),
        ("2026-06-01", ""),
    ],
)
def test_une_date_de_realisation_est_d_hier_ou_d_aujourd_hui(
    le: str, refus: str, fiche: FicheAction, ici: Case, contributrice: Visiteur, midi: None
) -> None:
    """Tomorrow too: the clock of who types may be ahead of the établissement's."""
    etape = EtapeFactory(projet=fiche.projet, fiche=fiche)
    reponse = ecrire(contributrice, ici, etape, date_realisation=le, realisation_precision="")
    etape.refresh_from_db()
    assert etape.date_realisation == (None if refus else date.fromisoformat(le))
    if refus:
        (boite,) = racines(reponse)
        assert refus in texte(boite)
        assert boite.xpath(".//input[@name='date_realisation']/@value") == [le]


def test_les_etapes_d_avant_sont_comprises(projet: Projet) -> None:
    """Months typed by hand keep what they meant; words are read as on the day of the étape."""
    connues = {
        "Avril 2025": ("2025-04-01", None),
        "au printemps": ("2025-03-01", "2025-05-01"),
        "": ("2025-06-01", None),
        "octobre": (None, None),
        "dès que possible": (None, None),
    }
    etapes = {
        mots: EtapeFactory(
            projet=projet, periode_envisagee=mots, periode_debut=debut, periode_fin=fin
        )
        for mots, (debut, fin) in connues.items()
    }
    Evenement.objects.create(
        projet=projet, objet="etape", objet_pk=etapes["octobre"].pk, action="ajout", nom="Inès"
    )
    Evenement.objects.update(quand=datetime(2025, 9, 20, tzinfo=UTC))
    nom = "0002_periodes_comprises"
    alors = MigrationExecutor(connection).loader.project_state(("fiches", nom)).apps
    import_module(f"fiches.migrations.{nom}").comprendre_les_etapes(alors, None)
    assert {mots: lue(etape)[1:] for mots, etape in etapes.items()} == {
        "Avril 2025": ("2025-04", "2025-04", False),
        "au printemps": ("2025-03", "2025-05", True),
        "": ("2025-06", "2025-06", True),
        "octobre": ("2025-10", "2025-10", False),
        "dès que possible": (None, None, False),
    }
