"""The save of one field, cheap, and as safe as if the whole wall were read each time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from diagnostic.models import EtatDesLieux
from fresque.endroit import Endroit, Place
from fresque.objets import OBJETS
from pasapas.models import Avancement, CleEcriture, Evenement, Projet
from tests.factories import ActeurFactory, EtapeFactory, FicheActionFactory, ParticipantFactory
from tests.mur import Case, case, cases, relire, relire_planche, remplir
from tests.personnes import Visiteur

PORTE = 3  # session, user, participation with its projet and établissement
CLES = [f"9b2f0c1e-3a57-4e57-9b8e-0d3f6f0a7c{rang}" for rang in range(11, 20)]


def garder(
    client: Visiteur, url: str, champ: str, texte: str, depart: str = "", **autres: str
) -> HttpResponse:
    """An automatic save of one field, typed over ``depart``."""
    envoi = {"autosave": "1", "champ": champ, champ: texte, f"base-{champ}": depart, **autres}
    return client.htmx("post", url, envoi)


@pytest.fixture
def requetes() -> Iterator[list[str]]:
    """What is asked of the database, transactions aside."""
    faites: list[str] = []

    def compter(execute: Any, sql: str, params: Any, many: bool, contexte: Any) -> Any:
        faites.append(sql)
        return execute(sql, params, many, contexte)

    with connection.execute_wrapper(compter):
        yield faites


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    ("lieu", "champ", "attendu"),
    [
        (("eclaire", "ambition"), "ambition", 5),
        (("fiche-1", "objectif"), "objectif", 6),
        (("etat-des-lieux", "deroulement"), "deroulement", 6),
    ],
)
def test_garder_un_texte_ne_lit_que_sa_ligne(
    n: int,
    lieu: tuple[str, str],
    champ: str,
    attendu: int,
    projet: Projet,
    animatrice: Visiteur,
    requetes: list[str],
) -> None:
    """The key, the row, its change, the journal, the version; a savepoint of the tests' own."""
    remplir(projet, n)
    url = case(projet, *lieu).url_saisie
    avant = case(projet, *lieu).encart.texte
    garder(animatrice, url, champ, "Un", avant, cle=CLES[0])
    requetes.clear()
    garder(animatrice, url, champ, "Deux", "Un", cle=CLES[1])
    faites = [sql for sql in requetes if "SAVEPOINT" not in sql]
    assert len(faites) == PORTE + attendu, faites
    assert sum("SAVEPOINT" in sql for sql in requetes) == 2


def test_une_ligne_tient_dans_les_cases_ou_le_mur_la_montre(
    projet: Projet, animatrice: Visiteur
) -> None:
    """What a save asks of a row alone is what the whole planche would say, for every row and
    every box; rows taken off, or below a fiche taken off, are nowhere."""
    remplir(projet, 2)
    ActeurFactory(projet=projet, cercle="", engagement="engage")
    ParticipantFactory(projet=projet, ordre_equipe=None)
    for retiree in ("constat", "etape", "facteur", "contact", "fiche", "suite", "piste"):
        objet = OBJETS[retiree]
        derniere = objet.model.objects.de(projet).order_by("-pk")[0]
        derniere.retire_le = projet.cree_le
        derniere.save()
    vues = 0
    for c in cases(projet):
        objet = OBJETS[c.encart.objet]
        for ligne in objet.model.objects.de(projet).order_by("pk"):
            seule = c.encart.est_texte and ligne.pk == c.encart.pk
            # A séance is held from either box: its day alone says in which one it stands.
            cousins = c.planche.encarts if c.encart.objet == "seance" else (c.encart,)
            dedans = seule or any(encart.ligne(ligne.pk) for encart in cousins)
            ici = Endroit(projet, c.planche, c.encart, objet)
            ou = ici.place(animatrice.participant, ligne.pk, ici.lire(ligne.pk))
            assert (ou is Place.ICI) == dedans, (c, ligne, ou)
            vues += dedans
    assert vues > 80


def comptes(projet: Projet) -> dict[str, tuple[int, int]]:
    notes = Avancement.objects.filter(projet=projet)
    return {
        code: (remplis, total)
        for code, remplis, total in notes.values_list("planche", "remplis", "total")
    }


def au_mur(projet: Projet) -> dict[str, tuple[int, int]]:
    projet.refresh_from_db()
    return {p.code: (p.remplis, p.total) for p in relire(projet).planches}


def test_le_compte_suit_ce_qui_se_garde_tout_seul(projet: Projet, animatrice: Visiteur) -> None:
    """Filled, rewritten, emptied: the counts read by the accueil are those of the wall."""
    url = case(projet, "eclaire", "ambition").url_saisie
    suite = [("Un", 1), ("Deux", 1), ("", 0), ("  ", 0), ("Trois", 1)]
    depart = ""
    for texte, remplis in suite:
        garder(animatrice, url, "ambition", texte, depart)
        depart = texte.strip()
        vus = au_mur(projet)["eclaire"]
        assert comptes(projet)["eclaire"] == vus
        assert relire_planche(projet, "eclaire").encart("ambition").vide != bool(remplis)


def test_le_compte_suit_une_carte_qui_change_de_colonne(
    projet: Projet, animatrice: Visiteur
) -> None:
    acteur = ActeurFactory(projet=projet, cercle="direct", engagement="engage")
    suite = (("nom", "Mairie"), ("cercle", "elargi"), ("engagement", ""))
    for champ, valeur in suite:
        depart = getattr(acteur, champ)
        ici = next(
            c for c in cases(projet) if c.planche.code == "acteurs" and c.encart.ligne(acteur.pk)
        )
        url = ici.url_ligne(acteur.pk)
        assert garder(animatrice, url, champ, valeur, depart).status_code == 200
    assert comptes(projet)["acteurs"] == au_mur(projet)["acteurs"]


def test_une_fiche_retiree_depuis_trop_longtemps_ne_s_ecrit_plus(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Its address was known from an earlier save: the row itself says it is gone."""
    fiche = FicheActionFactory(projet=projet)
    etape = EtapeFactory(projet=projet, fiche=fiche)
    texte = case(projet, f"fiche-{fiche.numero}", "objectif").url_saisie
    ligne = case(projet, f"fiche-{fiche.numero}", "etapes").url_ligne(etape.pk)
    assert garder(animatrice, texte, "objectif", "Tenir").status_code == 200
    assert garder(animatrice, ligne, "resultats", "Faite").status_code == 200
    avant = projet.cree_le - timedelta(days=31)
    type(fiche).objects.filter(pk=fiche.pk).update(retire_le=avant)
    assert garder(animatrice, texte, "objectif", "Trop tard").status_code == 404
    assert garder(animatrice, ligne, "resultats", "Trop tard").status_code == 404


def test_une_adresse_connue_reste_celle_de_son_projet(
    projet: Projet, autre_projet: Projet, animatrice: Visiteur
) -> None:
    """The same box of two fresques, one after the other: each writes at home."""
    for ici in (projet, autre_projet):
        FicheActionFactory(projet=ici)
    url = f"/projets/{projet.slug}/planches/fiche-1/objectif/modifier/"
    assert garder(animatrice, url, "objectif", "Ici").status_code == 200
    ailleurs = url.replace(projet.slug, autre_projet.slug)
    assert garder(animatrice, ailleurs, "objectif", "Là").status_code == 404
    ParticipantFactory(
        projet=autre_projet, user=animatrice.participant.user, nom="Dupuis", role="pilote"
    )
    assert garder(animatrice, ailleurs, "objectif", "Là").status_code == 200
    textes = [
        relire_planche(ici, "fiche-1").encart("objectif").texte for ici in (projet, autre_projet)
    ]
    assert textes == ["Ici", "Là"]


def test_une_contrainte_de_deux_champs_tient_quand_un_seul_change(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Only what changed is checked again, and what the database ties to it."""
    etape = EtapeFactory(
        projet=projet, periode_debut="2026-05", periode_fin="2026-06", date_realisation=None
    )
    url = case(projet, f"fiche-{etape.fiche.numero}", "etapes").url_ligne(etape.pk)
    reponse = garder(animatrice, url, "periode_fin", "2026-02")
    assert reponse.status_code == 422
    etape.refresh_from_db()
    assert str(etape.periode_fin) == "2026-06"


def test_un_envoi_repete_dit_ce_qui_est_ecrit(projet: Projet, animatrice: Visiteur) -> None:
    """The second time nothing is written, and the answer is the base's, not the sender's."""
    url = case(projet, "eclaire", "ambition").url_saisie
    garder(animatrice, url, "ambition", "Rester", cle=CLES[0])
    garder(animatrice, url, "ambition", "Rester longtemps", "Rester", cle=CLES[1])
    reponse = garder(animatrice, url, "ambition", "Rester", cle=CLES[0])
    assert reponse.json()["champs"] == {"ambition": "Rester longtemps"}
    assert CleEcriture.objects.filter(projet=projet).count() == 2
    assert Evenement.objects.filter(projet=projet).count() == 2


def test_une_cle_prise_ailleurs_n_empeche_pas_d_ecrire(
    projet: Projet, autre_projet: Projet, animatrice: Visiteur
) -> None:
    CleEcriture.objects.create(id=CLES[0], projet=autre_projet)
    url = case(projet, "eclaire", "ambition").url_saisie
    garder(animatrice, url, "ambition", "Rester", cle=CLES[0])
    projet.refresh_from_db()
    assert projet.ambition == "Rester"


def test_un_refus_au_milieu_n_ecrit_rien(projet: Projet, animatrice: Visiteur) -> None:
    """Everything of one write is undone together: key, row, journal, version."""
    etat = EtatDesLieux.objects.get(projet=projet)
    url = Case(
        projet.slug,
        *next(
            (c.planche, c.encart) for c in cases(projet) if c.encart.champs[:1] == ("deroulement",)
        ),
    ).url_saisie
    reponse = garder(animatrice, url, "deroulement", "x" * 20_001, cle=CLES[0])
    assert reponse.status_code == 422
    projet_avant = projet.version
    projet.refresh_from_db()
    etat.refresh_from_db()
    assert (etat.deroulement, projet.version) == ("", projet_avant)
    assert not CleEcriture.objects.filter(projet=projet).exists()
