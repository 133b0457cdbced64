"""Work beside the pages: done once, bounded, told how far it is, stopped when nobody wants it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from pasapas.models import Courriel, Ouvrier, Travail
from pasapas.models.travaux import Etat
from pasapas.travaux import bail, sortes
from pasapas.travaux import ouvrier as atelier
from pasapas.travaux.delai import montre
from pasapas.travaux.sortes import Dire, Refus, Sorte
from tests.factories import CourrielFactory
from tests.flux import RACINE, environnement


@pytest.fixture(autouse=True)
def sortes_d_essai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kinds of a test go with it; so do the signals a worker listens to."""
    monkeypatch.setattr(sortes, "SORTES", {})
    monkeypatch.setattr(atelier, "SORTES", sortes.SORTES)
    avant = {nom: signal.getsignal(nom) for nom in (signal.SIGTERM, signal.SIGINT)}
    yield
    for nom, faire in avant.items():
        signal.signal(nom, faire)
    signal.set_wakeup_fd(-1)
    montre.arret = False


def sorte(faire: Callable[[Travail, Dire], bytes | None], **options: object) -> Sorte:
    return Sorte("essai", "essai", faire, **options)


def travailler() -> Travail:
    atelier.Ouvrier().tourner(une_fois=True)
    return Travail.objects.get()


@pytest.mark.django_db
def test_leger_fait_et_son_effet_avec() -> None:
    dits = []

    def faire(travail: Travail, dire: Dire) -> bytes:
        dire(50)
        dits.append(Travail.objects.get().progres)
        return f"fait {travail.donnees['quoi']}".encode()

    essai = sorte(faire, effet=lambda travail, resultat: dits.append(resultat))
    assert essai.confier({"quoi": "cela"}, cle="un")
    assert essai.confier({"quoi": "cela"}, cle="un") is None
    fini = travailler()
    assert dits == [50, b"fait cela"]
    assert (fini.etat, fini.progres, fini.jeton) == (Etat.FAIT, 100, None)


@pytest.mark.django_db
def test_refus_dit_en_mots_sans_nouvel_essai() -> None:
    def faire(travail: Travail, dire: Dire) -> None:
        raise Refus("La planche n’existe plus.")

    sorte(faire).confier()
    assert (travailler().etat, Travail.objects.get().erreur) == (
        Etat.ABANDONNE,
        "La planche n’existe plus.",
    )


@pytest.mark.django_db
def test_echec_reessaye_plus_tard_sans_citer_personne(caplog: pytest.LogCaptureFixture) -> None:
    def faire(travail: Travail, dire: Dire) -> None:
        raise ValueError("Inès Carpentier")

    sorte(faire).confier()
    rate = travailler()
    assert (rate.etat, rate.essais) == (Etat.PRET, 1)
    assert "ValueError" in rate.erreur and "test_travaux.py:" in caplog.text
    assert "Inès" not in rate.erreur + caplog.text


@pytest.mark.django_db
def test_effet_qui_echoue_ne_laisse_rien_et_se_reessaie() -> None:
    def effet(travail: Travail, resultat: bytes) -> None:
        Ouvrier.objects.create(machine="trace")
        raise ValueError

    sorte(lambda travail, dire: b"", effet=effet).confier()
    assert travailler().etat == Etat.PRET
    assert not Ouvrier.objects.filter(machine="trace").exists()


@pytest.mark.django_db
def test_leger_trop_long_arrete() -> None:
    sorte(lambda travail, dire: time.sleep(10), secondes=0.2).confier()
    assert travailler().erreur == "Plus long que permis (0.2 s)."


def test_leger_ne_dure_pas_plus_que_le_bail() -> None:
    with pytest.raises(ValueError, match="lourd"):
        sorte(lambda travail, dire: b"", secondes=60)


@pytest.mark.pur
def test_la_ronde_se_fait_de_temps_en_temps(monkeypatch: pytest.MonkeyPatch) -> None:
    vues: list[float] = []
    monkeypatch.setattr(atelier, "DE_TEMPS_EN_TEMPS", [lambda: vues.append(time.monotonic())])
    ouvrier = atelier.Ouvrier()
    for _ in range(3):
        ouvrier._faire_la_ronde()
    assert len(vues) == 1
    monkeypatch.setattr(atelier, "RONDE", 0.0)
    ouvrier._faire_la_ronde()
    assert len(vues) == 2


@pytest.mark.django_db
def test_essais_comptes_pour_sa_sorte() -> None:
    """Someone waits before the page: it is not tried again for ten hours."""

    def faire(travail: Travail, dire: Dire) -> None:
        raise ValueError

    sorte(faire, essais=1).confier()
    assert (travailler().etat, Travail.objects.get().essais) == (Etat.ABANDONNE, 1)


@pytest.mark.django_db
def test_annule_pendant_qu_il_se_fait() -> None:
    def faire(travail: Travail, dire: Dire) -> None:
        bail.annuler(Travail.objects.all())
        dire(10)
        pytest.fail("il continue")

    sorte(faire).confier()
    assert travailler().etat == Etat.ANNULE


@pytest.mark.django_db
def test_une_sorte_inconnue_attend_un_ouvrier_qui_la_connaisse() -> None:
    Travail.objects.create(sorte="d’une autre version")
    assert travailler().etat == Etat.PRET


LOURD = {"lourd": True, "secondes": 20.0, "memoire_mo": 64}


@pytest.mark.django_db(transaction=True)
def test_lourd_dans_un_enfant_et_son_effet_dans_l_ouvrier() -> None:
    recus = []

    def faire(travail: Travail, dire: Dire) -> bytes:
        dire(30)
        time.sleep(0.3)
        return b"x" * 3_000_000 + str(os.getpid()).encode()

    sorte(faire, effet=lambda travail, resultat: recus.append(resultat), **LOURD).confier()
    fini = travailler()
    assert (fini.etat, len(recus)) == (Etat.FAIT, 1)
    assert int(recus[0][3_000_000:]) != os.getpid()


@pytest.mark.django_db(transaction=True)
def test_lourd_nait_charge_et_passe_apres_les_pages() -> None:
    """Linux shares the processor between sessions first: niceness counts inside one only."""
    charges, recus, part = [], [], Path("/proc/self/autogroup")

    def faire(travail: Travail, dire: Dire) -> bytes:
        seul = os.getsid(0) == os.getpgid(0) == os.getpid()
        retenue = part.read_text().split()[-1] if part.exists() else "10"
        return repr((charges == [os.getppid()], seul, os.nice(0) >= 10, retenue)).encode()

    options = LOURD | {"avant": lambda: charges.append(os.getpid())}
    essai = sorte(faire, effet=lambda travail, resultat: recus.append(resultat), **options)
    essai.confier()
    assert travailler().etat == Etat.FAIT
    assert (recus, charges) == ([repr((True, True, True, "10")).encode()], [os.getpid()])


@pytest.mark.django_db(transaction=True)
def test_ce_qui_ne_se_charge_pas_est_dit_par_l_enfant() -> None:
    sorte(lambda t, d: 1 / 0, **LOURD | {"avant": lambda: 1 / 0}).confier()
    assert travailler().erreur == "Le programme a échoué (ZeroDivisionError)."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("faire", "options", "dit"),
    [
        (lambda t, d: bytearray(400_000_000), {}, "Plus de mémoire que permis (64 Mo)."),
        (lambda t, d: time.sleep(30), {"secondes": 0.3}, "Plus long que permis (0.3 s)."),
        (lambda t, d: os.kill(os.getpid(), signal.SIGKILL), {}, "Le programme s’est arrêté net"),
        (lambda t, d: 1 / 0, {}, "Le programme a échoué (ZeroDivisionError)."),
    ],
    ids=["memoire", "temps", "mort", "erreur"],
)
def test_lourd_borne(faire: Callable, options: dict[str, object], dit: str) -> None:
    sorte(faire, **{**LOURD, **options}).confier()
    rate = travailler()
    assert rate.erreur.startswith(dit)
    assert (rate.etat, rate.essais) == (Etat.PRET, 1)


@pytest.mark.django_db(transaction=True)
def test_lourd_annule_est_tue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = tmp_path / "pid"

    def faire(travail: Travail, dire: Dire) -> None:
        trace.write_text(str(os.getpid()))
        time.sleep(60)

    class Annule(atelier.Enfant):
        def suivre(self) -> bool:
            """Once it is at work, somebody wants it no more."""
            if trace.exists():
                bail.annuler(Travail.objects.all())
            return super().suivre()

    monkeypatch.setattr(atelier, "Enfant", Annule)
    sorte(faire, **LOURD | {"secondes": 60.0}).confier()
    assert travailler().etat == Etat.ANNULE
    with pytest.raises(ProcessLookupError):
        os.kill(int(trace.read_text()), 0)


def base_de_l_essai() -> str:
    reglages = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{reglages['NAME']}"
    acces = f"{reglages['USER']}:{reglages['PASSWORD']}@{reglages['HOST']}:{reglages['PORT']}"
    return f"postgres://{acces}/{reglages['NAME']}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="en mémoire, SQLite est à un processus")
def test_le_programme_attend_envoie_et_s_arrete() -> None:
    """The real command: what comes while it waits leaves at once; told to stop, it says goodbye."""
    env = environnement(base_de_l_essai()) | {"PASAPAS_EMAIL_URL": "dummymail://"}
    processus = subprocess.Popen([sys.executable, "manage.py", "ouvrier"], cwd=RACINE, env=env)
    try:
        attendre(lambda: Ouvrier.objects.exists())
        ligne = CourrielFactory(contenu="illisible")
        bail.reveiller()
        attendre(lambda: Courriel.objects.get(pk=ligne.pk).etat == Etat.ABANDONNE)
    finally:
        processus.terminate()
        code = processus.wait(20)
    assert code == 0
    assert not Ouvrier.objects.exists()


def attendre(vrai: Callable[[], bool]) -> None:
    limite = time.monotonic() + 30
    while not vrai():
        assert time.monotonic() < limite
        time.sleep(0.05)
