"""A visit ends after half an hour without a page; what others wrote since is fresh paint."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fresque.nouveautes import derniere_visite, fraicheur
from pasapas.direct import presence
from pasapas.models import Evenement, Participant, Projet, Visite
from tests.personnes import Visiteur


def reculer(participant: Participant, minutes: int) -> None:
    """So many minutes go by."""
    visite = Visite.objects.get(participant=participant, projet=participant.projet)
    duree = timedelta(minutes=minutes)
    visite.vue_le -= duree
    if visite.precedente_le:
        visite.precedente_le -= duree
    visite.save()


def passer(participant: Participant, *minutes: int) -> None:
    """A page is open now, and again after each of these lapses."""
    presence.montrer(participant, [])
    for lapse in minutes:
        reculer(participant, lapse)
        presence.montrer(participant, [])


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("lapses", "il_y_a"),
    [((), None), ((20,), None), ((20, 20, 29), None), ((31,), 31), ((31, 20), 51), ((31, 31), 31)],
)
def test_visite_d_avant(lapses: tuple[int, ...], il_y_a: int | None, animatrice: Visiteur) -> None:
    passer(animatrice.participant, *lapses)
    depuis = derniere_visite(animatrice.participant).depuis
    attendu = None if il_y_a is None else timezone.now() - timedelta(minutes=il_y_a)
    assert depuis is attendu or abs(depuis - attendu) < timedelta(minutes=1)


def test_visite_commence_a_la_page_avant_de_se_dire(animatrice: Visiteur) -> None:
    """The page is asked for before its first beat: it already tells what is new."""
    passer(animatrice.participant)
    reculer(animatrice.participant, 60)
    assert timezone.now() - derniere_visite(animatrice.participant).depuis > timedelta(minutes=59)


def test_on_ne_se_souvient_de_rien_sans_page_ouverte(animatrice: Visiteur) -> None:
    animatrice.get(f"/projets/{animatrice.participant.projet.slug}/")
    assert derniere_visite(animatrice.participant).depuis is None


def test_visite_ne_s_ecrit_pas_a_chaque_battement(animatrice: Visiteur) -> None:
    passer(animatrice.participant)
    avant = Visite.objects.get(projet=animatrice.participant.projet).vue_le
    presence.montrer(animatrice.participant, [])
    assert Visite.objects.get(projet=animatrice.participant.projet).vue_le == avant


def noter(projet: Projet, qui: Participant | None, encart: str, **champs: object) -> None:
    nom = str(qui or "Une personne")
    Evenement.objects.create(
        **{"projet": projet, "qui": qui, "nom": nom, "action": "modification", "planche": "eclaire"}
        | {"encart": encart, "objet": "projet", "objet_pk": projet.pk, **champs}
    )


def test_peinture_fraiche_des_autres_depuis_la_visite(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    moi, autre = animatrice.participant, contributrice.participant
    noter(projet, autre, "probleme")
    Evenement.objects.filter(projet=projet).update(quand=timezone.now() - timedelta(hours=3))
    depuis = timezone.now() - timedelta(hours=2)
    noter(projet, autre, "ambition")
    noter(projet, None, "ambition")
    noter(projet, moi, "nom")
    noter(projet, autre, "campagne", champ="voix")
    noter(projet, autre, "constats", action="conflit")
    (neuve,) = fraicheur(moi, depuis).nouveautes
    assert (neuve.case, neuve.qui) == ("eclaire--ambition", ("Une personne", autre.prenom))
    assert fraicheur(moi, None).cases == frozenset()


def test_peinture_fraiche_de_deux_qui_ecrivent_a_la_fois(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Who took the first key may be the last one seen: the wall shown between the two forgets
    neither."""
    moi, autre = animatrice.participant, contributrice.participant
    depuis = timezone.now() - timedelta(hours=2)
    noter(projet, autre, "nom", pk=5_000)
    Evenement.objects.filter(pk=5_000).update(quand=timezone.now() - timedelta(minutes=5))
    for pk, encart in ((9_001, "ambition"), (9_000, "probleme")):
        noter(projet, autre, encart, pk=pk)
        assert f"eclaire--{encart}" in fraicheur(moi, depuis).cases
    assert len(fraicheur(moi, depuis).cases) == 3
