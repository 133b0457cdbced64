"""Prints wait for each other, few at a time; who cannot wait is told so, and nothing is lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.urls import reverse

from fresque.pdf import moteur
from fresque.pdf.moteur import EN_ATTENTE, atelier
from pasapas.models import CarteAcces, Participant
from pasapas.serveur.indisponible import Occupe
from tests.factories import ParticipantFactory
from tests.personnes import Visiteur
from tests.preuves import enroler, prouver


@contextmanager
def imprimeur(fin: threading.Event) -> Iterator[Callable[[], None]]:
    """Somebody else who prints, or waits to, until ``fin``, which leaving tells."""
    entre = threading.Event()

    def imprimer() -> None:
        with atelier():
            entre.set()
            fin.wait(10)

    fil = threading.Thread(target=imprimer)
    fil.start()
    try:
        yield lambda: entre.wait(10)
    finally:
        fin.set()
        fil.join(10)


@pytest.fixture
def complet() -> Iterator[None]:
    """One prints, the others wait: no place is left."""
    fin = threading.Event()  # the same for all: who waits cannot leave before who prints
    with ExitStack() as pile:
        pile.enter_context(imprimeur(fin))()
        for _ in range(EN_ATTENTE):
            pile.enter_context(imprimeur(fin))
        while moteur._file.acquire(blocking=False):  # until the last one has taken its place
            moteur._file.release()
        yield


@pytest.mark.pur
def test_un_seul_imprime_et_deux_attendent(complet: None) -> None:
    assert EN_ATTENTE == 2
    with pytest.raises(Occupe), atelier():
        pass


@pytest.mark.pur
def test_chacun_passe_a_son_tour_et_rend_son_tour() -> None:
    passes: list[int] = []

    def imprimer(rang: int) -> None:
        with atelier(), atelier():  # a whole print, then each of its sheets
            passes.append(rang)

    for _ in range(4):
        fils = [threading.Thread(target=imprimer, args=(n,)) for n in range(1 + EN_ATTENTE)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join(10)
    assert len(passes) == 4 * (1 + EN_ATTENTE)


@pytest.mark.pur
def test_qui_attend_trop_le_sait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moteur, "PATIENCE", 0.01)
    with imprimeur(threading.Event()) as entre:
        entre()
        with pytest.raises(Occupe), atelier():
            pass
    with atelier():  # and gave its place back
        pass


@pytest.mark.une_base
def test_au_dela_une_page_le_dit_et_les_autres_s_ouvrent(pilote: Visiteur, complet: None) -> None:
    pilote.raise_request_exception = False
    slug = pilote.participant.projet.slug
    reponse = pilote.post(reverse("fresque:imprimer", args=[slug]), {"vierges": "1"})
    assert (reponse.status_code, reponse.headers["Retry-After"]) == (503, "10")
    assert "L’imprimante est prise" in reponse.content.decode()
    assert pilote.get(reverse("fresque:mur", args=[slug])).status_code == 200


@pytest.mark.une_base
def test_des_cartes_qui_ne_s_impriment_pas_ne_remplacent_pas_les_anciennes(
    pilote: Visiteur, complet: None
) -> None:
    """Else the cards already given would be dead, and the new codes known to nobody."""
    pilote.raise_request_exception = False
    enroler(pilote.participant.user)
    prouver(pilote)
    sans_adresse: Participant = ParticipantFactory(projet=pilote.participant.projet)
    envoi = {"personnes": [str(sans_adresse.pk)]}
    adresse = reverse("fresque:acces_cartes", args=[pilote.participant.projet.slug])
    assert pilote.post(adresse, envoi).status_code == 503
    assert not CarteAcces.objects.filter(participant=sans_adresse).exists()
