"""A fresque is opened by one road, whoever asks; the daily work stops at none."""

import ast
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from bilan.models import Bilan
from diagnostic.models import EtatDesLieux, SyntheseTheme
from fresque import ouverture
from fresque.donnees import conservation
from fresque.instant import recompter
from fresque.ouverture import ouvrir_projet
from pasapas.models import Avancement, Etablissement, Projet
from tests import factories as f
from tests.base import empreinte
from tests.mur import relire
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


def nu(slug: str) -> Projet:
    """A row as the administration used to add it: nothing hangs on it."""
    return Projet.objects.create(
        etablissement=f.EtablissementFactory(), nom=slug, slug=slug, identifiant=slug
    )


@pytest.mark.parametrize("adresse", ["du-bureau", ""])
def test_projet_ajoute_dans_l_administration(adresse: str, administratrice: Visiteur) -> None:
    """It has its boxes, counted: the same rows as one opened from the page."""
    saisie = {
        "etablissement": f.EtablissementFactory().pk,
        "nom": "Du bureau",
        "slug": adresse,
        "identifiant": adresse,
    }
    assert administratrice.post("/administration/pasapas/projet/add/", saisie).status_code == 302
    projet = Projet.objects.get()
    assert (projet.slug, projet.identifiant) == ("du-bureau", "du-bureau")
    ailleurs = ouvrir_projet(etablissement=projet.etablissement, nom="D’une page")
    for modele in (EtatDesLieux, SyntheseTheme, Bilan, Avancement):
        nombres = [modele.objects.filter(projet=p).count() for p in (projet, ailleurs)]
        assert nombres[0] == nombres[1] > 0
    assert relire(projet).planches


@pytest.mark.parametrize("nom", ["", "Nommée"])
def test_les_fresques_des_tests_sont_comptees_comme_les_autres(nom: str) -> None:
    """The first is counted; the next ones, which have the same boxes, copy it."""
    for _ in range(2):
        assert not recompter(f.ProjetFactory(nom=nom))


@pytest.mark.une_base
def test_un_seul_endroit_cree_un_projet() -> None:
    """Any other would open a fresque without its boxes."""
    trouves = {
        str(chemin.relative_to(settings.BASE_DIR))
        for dossier in ("pasapas", "fresque", "diagnostic", "fiches", "bilan")
        for chemin in (settings.BASE_DIR / dossier).rglob("*.py")
        if "migrations" not in chemin.parts and _cree_un_projet(chemin)
    }
    assert trouves == set()


def _cree_un_projet(chemin: Path) -> bool:
    appels = (n for n in ast.walk(ast.parse(chemin.read_text())) if isinstance(n, ast.Call))
    noms = ("create", "bulk_create", "get_or_create", "update_or_create")
    return any(ast.unparse(a.func) in {f"Projet.objects.{nom}" for nom in noms} for a in appels)


def test_l_adresse_prise_au_meme_moment(monkeypatch: pytest.MonkeyPatch, projet: Projet) -> None:
    """Two people open « Accueillir et garder » at once: the second takes the next address."""
    libre, premiere = ouverture.slug_libre, iter([projet.slug])
    monkeypatch.setattr(ouverture, "slug_libre", lambda nom: next(premiere, None) or libre(nom))
    neuf = ouvrir_projet(etablissement=projet.etablissement, nom=projet.nom)
    assert neuf.slug == f"{projet.slug}-2"


def test_migration_donne_leurs_cases_aux_projets_nus(projet: Projet) -> None:
    sans = nu("nu")
    avant = EtatDesLieux.objects.filter(projet=projet).values().get()
    for _ in range(2):  # done again, it adds nothing
        import_module("fresque.migrations.0002_projets_completes").completer(apps, None)
    assert [p.code for p in relire(sans).planches] == [p.code for p in relire(projet).planches]
    assert Bilan.objects.filter(projet=sans).count() == 1
    assert EtatDesLieux.objects.filter(projet=projet).values().get() == avant


def lancer(nom: str, *options: str) -> tuple[str, str]:
    """What the command wrote, and why it ended in error."""
    dit, erreurs = StringIO(), StringIO()
    try:
        call_command(nom, *options, stdout=dit, stderr=erreurs)
    except CommandError as echec:
        return dit.getvalue() + erreurs.getvalue(), str(echec)
    return dit.getvalue() + erreurs.getvalue(), ""


def test_une_fresque_cassee_est_dite_et_la_suivante_rangee(projet: Projet) -> None:
    cassee, derniere = nu("cassee"), f.ProjetFactory(nom="La dernière")
    Avancement.objects.filter(projet__in=[projet, derniere]).update(remplis=0, total=0)
    dit, echec = lancer("menage")
    assert "cassee" in echec
    assert [str(projet) in dit, str(derniere) in dit] == [True, True]
    assert not Avancement.objects.filter(projet__in=[projet, derniere], total=0).exists()
    assert Projet.objects.filter(pk=cassee.pk).exists()


def test_une_corbeille_qui_resiste_n_arrete_pas_les_autres(
    monkeypatch: pytest.MonkeyPatch, projet: Projet, autre_projet: Projet
) -> None:
    constats = [f.ConstatFactory(projet=p) for p in (projet, autre_projet)]
    type(constats[0]).objects.filter(pk__in=[c.pk for c in constats]).update(
        retire_le="2020-01-01T00:00:00Z"
    )
    menage = import_module("pasapas.entretien.menage")
    vider = menage._vider_la_corbeille

    def resister(modele: type, limite: object, siennes: dict[str, int]) -> int:
        if siennes == {"projet": projet.pk}:
            raise IntegrityError
        return vider(modele, limite, siennes)

    monkeypatch.setattr(menage, "_vider_la_corbeille", resister)
    dit, echec = lancer("menage")
    assert f"n° {projet.pk} : constat (IntegrityError)" in echec
    assert "Parti de la base : constat, 1" in dit
    assert type(constats[0]).objects.get() == constats[0]


def test_conservation_passe_a_la_suivante(
    monkeypatch: pytest.MonkeyPatch, projet: Projet, autre_projet: Projet
) -> None:
    Projet.objects.update(modifie_le="2001-01-01T00:00:00Z", preavis_le="2010-01-01")
    effacer = conservation.effacer_projet

    def resister(cible: Projet, jour: object) -> bool:
        if cible == projet:
            raise IntegrityError
        return effacer(cible, jour)

    monkeypatch.setattr(conservation, "effacer_projet", resister)
    dit, echec = lancer("conservation")
    assert f"({projet.slug}) (IntegrityError)" in echec
    assert f"Effacés : fresque « {autre_projet} »" in dit
    assert Projet.objects.get() == projet


def test_le_travail_du_jour_ne_s_arrete_pas_en_route(projet: Projet) -> None:
    """Its first step fails, its second is done all the same, and the exit status tells."""
    assert lancer("quotidien")[1] == ""
    nu("cassee")
    Projet.objects.filter(pk=projet.pk).update(
        modifie_le="2001-01-01T00:00:00Z", preavis_le="2010-01-01"
    )
    dit, echec = lancer("quotidien")
    assert echec == "Étapes à revoir : menage."
    assert f"Effacés : fresque « {projet} »" in dit


@pytest.mark.parametrize("option", ["--a-blanc", "--dry-run"])
@pytest.mark.parametrize("commande", ["menage", "conservation", "quotidien"])
def test_a_blanc_se_dit_de_deux_facons(commande: str, option: str, projet: Projet) -> None:
    Avancement.objects.update(remplis=0, total=0)
    Projet.objects.update(modifie_le="2001-01-01T00:00:00Z", preavis_le="2010-01-01")
    avant = empreinte()
    dit, echec = lancer(commande, option)
    assert (empreinte(), echec) == (avant, "")
    assert "serait à recompter" in dit or "À effacer" in dit


def test_import_a_blanc(tmp_path: Path) -> None:
    fichier = tmp_path / "projet.yaml"
    fichier.write_text("version: 1\netablissement: {nom: MECS}\nprojet: {id: essai}\n")
    dit, echec = lancer("import_projet", str(fichier), "--dry-run")
    assert ("essai" in dit, echec) == (True, "")
    assert not Projet.objects.exists()
    assert not Etablissement.objects.exists()


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("commande", "plutot"), [("export", "export_projet"), ("import", "import_projet")]
)
def test_les_commandes_brutes_d_import_export_refusent(
    commande: str, plutot: str, projet: Projet
) -> None:
    dit, echec = lancer(commande, "pasapas.Projet", "CSV")
    assert plutot in echec
    assert projet.nom not in dit
