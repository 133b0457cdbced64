"""Individual answers are anonymous by construction: nothing leads from one to a person."""

import logging
from statistics import mean

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from diagnostic.anonymat import RecueilSansTrace
from diagnostic.campagnes import cloture, ouverture, recueil, seance, tirage
from diagnostic.models import BulletinAnonyme, BulletinATirer, Passation, Reponse
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import Telephone, adresse, geste, ouvrir, recueil_ouvert
from tests.personnes import Visiteur

RONDES, PERSONNES = 12, 10
# By chance alone, the mean correlation of so many rounds passes this once in ten million times
# (five standard deviations: one is 1 / sqrt(12 x 9)).
HASARD = 0.5


@pytest.fixture
def passation(projet: Projet) -> Passation:
    return recueil_ouvert(projet)


# --- The graph of the models ------------------------------------------------------------------


@pytest.mark.une_base
def test_un_bulletin_ne_tient_que_cela() -> None:
    champs = {champ.name: type(champ) for champ in BulletinAnonyme._meta.get_fields()}
    assert champs == {
        "id": models.UUIDField,
        "passation": models.ForeignKey,
        "empreinte": models.CharField,
        "reponses": models.JSONField,
        "rendu": models.BooleanField,
        "papier": models.BooleanField,
    }


@pytest.mark.une_base
def test_aucun_chemin_d_un_bulletin_a_une_personne() -> None:
    """Every relation, both ways from the bulletin, then what each row it belongs to names."""
    vus: set[str] = set()
    file = [BulletinAnonyme]
    while file:
        modele = file.pop()
        if modele._meta.label in vus:
            continue
        vus.add(modele._meta.label)
        file += [c.related_model for c in modele._meta.concrete_fields if c.is_relation]
        file += [c.related_model for c in modele._meta.many_to_many]
    assert vus == {
        "diagnostic.BulletinAnonyme",
        "diagnostic.Passation",
        "diagnostic.Campagne",
        "diagnostic.Questionnaire",
        "diagnostic.Question",
        "diagnostic.Theme",
        "pasapas.Projet",
        "pasapas.Etablissement",
        "pasapas.Region",
    }


@pytest.mark.une_base
def test_rien_ne_designe_un_bulletin() -> None:
    for modele in apps.get_models(include_auto_created=True):
        for champ in modele._meta.get_fields(include_hidden=True):
            if champ.auto_created and modele is Passation:
                continue  # the passation's own list
            assert not isinstance(champ, GenericForeignKey)
            assert champ.related_model is not BulletinAnonyme, f"{modele}.{champ.name}"


@pytest.mark.une_base
def test_aucune_page_d_administration_ne_montre_une_reponse() -> None:
    assert not admin.site.is_registered(BulletinAnonyme)


# --- A whole journey leaves one row, and nothing else -------------------------------------------


def tables() -> dict[str, list[tuple]]:
    """Every row of every table, packages' own included."""
    return {
        modele._meta.label: sorted(map(repr, modele._base_manager.values_list()))
        for modele in apps.get_models(include_auto_created=True)
    }


def parcourir(telephone: Telephone) -> None:
    for suite in ("", "questions/q01/", "fin/"):
        assert telephone.get(f"{telephone.base}{suite}").status_code == 200
    telephone.commencer(reprendre="1")
    telephone.tout_repondre({f"q{rang:02}": rang % 4 + 1 for rang in range(1, 27)})
    telephone.repondre("q01", "hors échelle")
    telephone.get(f"{telephone.base}fin/")
    assert telephone.rendre().status_code == 302
    telephone.get(f"{telephone.base}merci/")
    telephone.repondre("q01", 1)


@pytest.mark.parametrize("connectee", [False, True])
def test_un_parcours_ne_laisse_que_le_bulletin(
    connectee: bool,
    passation: Passation,
    animatrice: Visiteur,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telephone = Telephone(passation, **{"User-Agent": "Téléphone de Sandrine"})
    if connectee:
        telephone.force_login(animatrice.participant.user)
        telephone.get(f"/projets/{passation.campagne.projet.slug}/")
    avant = tables()
    temoins = {nom for nom in telephone.cookies if nom != "recueil"}

    with caplog.at_level(0):
        parcourir(telephone)

    apres = tables()
    changees = {nom for nom in apres if apres[nom] != avant[nom]}
    assert changees == {"diagnostic.BulletinAnonyme"}
    assert len(apres["diagnostic.BulletinAnonyme"]) == 1
    assert {nom for nom in telephone.cookies if nom != "recueil"} == temoins
    lignes = [trace.getMessage() for trace in caplog.records]
    assert [ligne for ligne in lignes if "recueil" in ligne or passation.jeton in ligne] == []
    assert [t for t in caplog.records if t.levelno >= logging.INFO] == []


@pytest.mark.une_base
@pytest.mark.parametrize("debut", ["/Recueil/", "/RECUEIL/", "/recueil/x/"])
def test_une_adresse_mal_recopiee_n_ecrit_pas_le_code_du_lien(
    debut: str, passation: Passation, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(0):
        assert Telephone(passation).get(f"{debut}{passation.jeton}/").status_code == 404
    assert passation.jeton not in " ".join(trace.getMessage() for trace in caplog.records)


@pytest.mark.une_base
def test_une_erreur_se_dit_sans_l_adresse_de_la_page(
    passation: Passation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where it broke, for whoever repairs it; neither the link, nor the statement, nor a value."""

    def casser(passation: Passation, cle: str, code: str, saisie: str, *_: str) -> None:
        raise ValueError(f"{passation.jeton} {code} {saisie}") from KeyError(cle)

    monkeypatch.setattr(recueil, "repondre", casser)
    telephone = Telephone(passation).commencer()
    telephone.raise_request_exception = False
    with caplog.at_level(0):
        assert telephone.repondre("q07", "secret").status_code == 500
    (trace,) = [t for t in caplog.records if t.levelno >= logging.ERROR]
    dit = logging.Formatter().format(trace)
    assert dit.startswith("Erreur sur une page sans compte : ValueError, causée par KeyError\n")
    assert "test_anonymat.py" in dit
    assert "in casser" in dit
    for valeur in (passation.jeton, "q07", "secret", telephone.cookies["recueil"].value):
        assert valeur not in dit
        assert valeur not in repr(vars(trace))


@pytest.mark.une_base
@pytest.mark.parametrize("debut", ["/recueil/", "/Recueil/"])
def test_le_serveur_oublie_qui_demande_avant_tout_le_reste(debut: str) -> None:
    assert settings.MIDDLEWARE[0] == "diagnostic.anonymat.RecueilSansTrace"
    vues: list[HttpRequest] = []

    def suite(request: HttpRequest) -> HttpResponse:
        vues.append(request)
        reponse = HttpResponse()
        reponse.set_cookie("sessionid", "volé")
        reponse.set_cookie("recueil", "la clé")
        return reponse

    demande = RequestFactory().get(
        f"{debut}abcd/",
        REMOTE_ADDR="192.0.2.7",
        HTTP_X_FORWARDED_FOR="192.0.2.7",
        HTTP_USER_AGENT="Téléphone de Sandrine",
        HTTP_REFERER="https://intranet.example/sandrine",
        HTTP_COOKIE="sessionid=s3cret; recueil=cle; csrftoken=jeton",
    )
    reponse = RecueilSansTrace(suite)(demande)

    (vue,) = vues
    dit = repr(sorted(vue.META.items()))
    for trace in ("192.0.2.7", "Sandrine", "sandrine", "s3cret", "jeton"):
        assert trace not in dit
    assert vue.COOKIES == {"recueil": "cle"}
    assert set(reponse.cookies) == {"recueil"}


@pytest.mark.une_base
def test_les_autres_pages_gardent_leurs_temoins() -> None:
    demande = RequestFactory().get("/projets/x/", HTTP_COOKIE="sessionid=s3cret")
    vue: list[dict] = []
    RecueilSansTrace(lambda r: vue.append(r.COOKIES) or HttpResponse())(demande)
    assert vue == [{"sessionid": "s3cret"}]


# --- The order of arrival -----------------------------------------------------------------------

ORDRES = {
    "sqlite": {"clé": "id", "place": "rowid"},
    "postgresql": {
        "clé": "id",
        "place": "ctid",
        "écriture": "xmin::text::bigint, ctid",
    },
}


def lus(ordre: str) -> list[int]:
    """Who came when (written in their answers), in the order an attacker reads the table."""
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT reponses FROM diagnostic_bulletinanonyme ORDER BY {ordre}")  # noqa: S608
        return [str(reponses).count(": 3") for (reponses,) in curseur.fetchall()]


def correlation(suite: list[int]) -> float:
    """Of a reading with the order of arrival: 1, the same; 0, nothing to do with it."""
    milieu = (len(suite) - 1) / 2
    variance = sum((rang - milieu) ** 2 for rang in range(len(suite)))
    return sum((rang - milieu) * (v - milieu) for rang, v in enumerate(suite)) / variance


def attaque(passation: Passation) -> dict[str, float]:
    """How well each reading of the table tells the order of arrival, over many recueils."""
    mesures: dict[str, list[float]] = {}
    for _ in range(RONDES):
        BulletinAnonyme.objects.filter(passation=passation).delete()
        for rang in range(PERSONNES):
            cle = recueil.nouvelle_cle()
            # The person says their rank by how many times they answer 3: it travels with them.
            reponses = {f"q{n:02}": 3 if n < rang else 1 for n in range(PERSONNES)}
            recueil._commencer(passation, cle, reponses)
            recueil.rendre(passation, cle)
        for nom, ordre in ORDRES[connection.vendor].items():
            mesures.setdefault(nom, []).append(correlation(lus(ordre)))
    return {nom: mean(valeurs) for nom, valeurs in mesures.items()}


def test_l_ordre_des_lignes_ne_dit_rien_de_l_arrivee(projet: Projet) -> None:
    trouve = attaque(recueil_ouvert(projet))
    assert {nom: r for nom, r in trouve.items() if abs(r) > HASARD} == {}


def test_sans_brassage_l_attaque_reussirait(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The measure above can fail: without it, a table keeps the order in which it was written."""
    monkeypatch.setattr(recueil, "brasser", lambda passation: None)
    trouve = attaque(recueil_ouvert(projet))
    assert trouve["place"] > 0.9


RANGS = {"sqlite": "rowid", "postgresql": "ctid"}


def rang_d_usage(passation: Passation, codes: list[str]) -> float:
    """Ten slips serve one after the other: how well the table tells in which order."""
    for code in codes:
        recueil._commencer(passation, recueil.nouvelle_cle(), {"q01": 2}, bulletin_tire=code)
    connus = {tirage.empreinte(passation, code): rang for rang, code in enumerate(codes)}
    with connection.cursor() as curseur:
        ordre = RANGS[connection.vendor]
        curseur.execute(f"SELECT empreinte FROM diagnostic_bulletinatirer ORDER BY {ordre}")  # noqa: S608
        return correlation([connus[empreinte] for (empreinte,) in curseur.fetchall()])


def mesurer_l_usage(projet: Projet) -> float:
    mesures = []
    for ronde in range(RONDES):
        passation = recueil_ouvert(projet, PERSONNES, acces="bulletins")
        codes = tirage.imprimer(geste(projet), passation, f"ronde {ronde}")
        mesures.append(rang_d_usage(passation, codes))
        ouverture.annuler(geste(projet), passation.campagne)
    return mean(mesures)


def test_l_ordre_des_bulletins_ne_dit_rien_de_leur_usage(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does anything in a slip lead to an answer; without the shuffling, the table tells."""
    champs = {champ.name for champ in BulletinATirer._meta.get_fields()}
    assert champs == {"empreinte", "passation", "utilise", "refuse", "annule"}
    assert abs(mesurer_l_usage(projet)) < HASARD

    def en_dernier(passation: Passation, code: str) -> None:
        ligne = tirage._libre(passation, code)
        ligne.delete()
        BulletinATirer.objects.create(
            empreinte=tirage.empreinte(passation, code), passation=passation, utilise=True
        )

    monkeypatch.setattr(tirage, "consommer", en_dernier)
    assert mesurer_l_usage(projet) > 0.9


def test_les_cles_changent_a_chaque_arrivee(passation: Passation) -> None:
    """A key noted down today names nobody tomorrow."""
    cles: list[set] = []
    for _ in range(3):
        recueil.repondre(passation, recueil.nouvelle_cle(), "q01", "2")
        cles.append(set(BulletinAnonyme.objects.values_list("pk", flat=True)))
    assert cles[0] & cles[1] == set()
    assert cles[1] & cles[2] == set()


def test_rien_ne_reste_apres_la_cloture(animatrice: Visiteur, passation: Passation) -> None:
    cles = []
    for niveau in (1, 2, 3, 4, 4):
        telephone = Telephone(passation).commencer()
        telephone.repondre("q01", niveau)
        cles += [telephone.cookies["recueil"].value, passation.jeton]
    animatrice.post(adresse(passation.campagne, "cloturer/"))
    restes = repr(tables())
    assert not BulletinAnonyme.objects.exists()
    for cle in cles:
        assert cle not in restes
        assert recueil.empreinte(cle) not in restes


def test_les_mains_levees_s_effacent_a_la_cloture(animatrice: Visiteur, projet: Projet) -> None:
    """No result shows them; of three people, they would say who stood alone."""
    campagne = ouvrir(projet)
    encadrement = campagne.passations.get(college="encadrement")
    seance.donner_voix(encadrement, "q01", "3", {1: 1, 3: 2})
    assert Reponse.objects.get().mains == {"1": 1, "3": 2}
    animatrice.post(adresse(campagne, "cloturer/"))
    assert Reponse.objects.get().niveau == 3
    assert Reponse.objects.get().mains == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="un réglage de SQLite")
def test_ce_qui_s_efface_est_recouvert(passation: Passation, projet: Projet) -> None:
    """Before, during and after a closing: on every connection, and nothing turns it off."""
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA secure_delete")
        assert curseur.fetchone() == (1,)
        cloture.geler(passation.campagne, timezone.localdate())
        curseur.execute("PRAGMA secure_delete")
        assert curseur.fetchone() == (1,)


def test_une_ligne_brassee_pendant_qu_on_l_attend_n_est_pas_perdue(
    passation: Passation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one waits for a row, another arrival writes it again: the first look finds nothing."""
    cle = recueil.nouvelle_cle()
    recueil.repondre(passation, cle, "q01", "2")
    tenir, absences = recueil._tenir, iter([None])
    monkeypatch.setattr(recueil, "_tenir", lambda *args: next(absences, tenir(*args)))

    recueil.repondre(passation, cle, "q02", "3")

    assert BulletinAnonyme.objects.get().reponses == {"q01": 2, "q02": 3}
