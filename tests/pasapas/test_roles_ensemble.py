"""Several people change who has access at the very same moment (PostgreSQL: real transactions)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from pasapas.acces import cartes, invitations, roles
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Evenement, Participant, Role, User
from tests.factories import ParticipantFactory, ProjetFactory, UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain"),
]


def ensemble(*gestes: Callable[[], object]) -> list[str]:
    """Do all of them at once; « fait » or the refusal of each."""
    depart = Barrier(len(gestes))

    def agir(geste: Callable[[], object]) -> str:
        try:
            depart.wait(10)
            geste()
        except ValidationError as refus:
            return refus.messages[0]
        except PermissionDenied as refus:
            return str(refus)
        finally:
            connection.close()
        return "fait"

    with ThreadPoolExecutor(len(gestes)) as gens:
        return list(gens.map(agir, gestes))


def pilotes(n: int) -> Iterator[Participant]:
    projet = ProjetFactory()
    for _ in range(n):
        yield ParticipantFactory(projet=projet, user=UserFactory(), role=Role.PILOTE)


def test_deux_pilotes_ne_se_defont_pas_l_une_l_autre() -> None:
    une, autre = pilotes(2)
    geste = geste_d_acces(une.projet, None)
    dits = ensemble(
        lambda: roles.changer_role(geste, une, Role.LECTEUR),
        lambda: roles.fermer(geste, autre),
    )
    assert sorted(dits) == [roles.SEUL_PILOTE, "fait"]
    assert roles.pilotes(une.projet).count() == 1


def test_se_confier_la_fresque_l_une_a_l_autre_ne_bloque_personne() -> None:
    une, autre = pilotes(2)
    gestes = [(une, autre), (autre, une)]
    dits = ensemble(
        *(
            lambda de=de, vers=vers: roles.confier(geste_d_acces(de.projet, de), vers, Role.LECTEUR)
            for de, vers in gestes
        )
    )
    assert dits.count("fait") >= 1
    assert roles.pilotes(une.projet).count() >= 1


def test_une_invitation_acceptee_de_quatre_onglets() -> None:
    ines = ParticipantFactory()
    geste = geste_d_acces(ines.projet, None)
    invitation, _ = invitations.inviter(geste, ines, "ines@example.org")
    accepter = invitations.accepter_avec_un_nouveau_compte
    dits = ensemble(*[lambda: accepter(invitation, "trois mots au hasard")] * 4)
    assert sorted(dits) == [invitations.MORTE] * 3 + ["fait"]
    assert User.objects.filter(email="ines@example.org").count() == 1


def test_une_carte_presentee_de_quatre_telephones() -> None:
    didier = ParticipantFactory()
    ((_, code),) = cartes.renouveler(geste_d_acces(didier.projet, None), [didier])
    assert ensemble(*[lambda: cartes.entrer(code)] * 4) == ["fait"] * 4
    assert User.objects.count() == 1


def test_une_animatrice_defaite_n_invite_plus_personne() -> None:
    """Whichever comes first: she invited while she led, or she no longer does."""
    pilote = next(pilotes(1))
    anime = ParticipantFactory(projet=pilote.projet, user=UserFactory(), role=Role.ANIMATEUR)
    gens = ParticipantFactory.create_batch(6, projet=pilote.projet)
    sien = geste_d_acces(pilote.projet, anime)
    dits = ensemble(
        lambda: roles.changer_role(geste_d_acces(pilote.projet, pilote), anime, Role.LECTEUR),
        *(lambda qui=qui: invitations.inviter(sien, qui, f"n{qui.pk}@example.org") for qui in gens),
    )
    assert dits[0] == "fait"
    assert set(dits[1:]) <= {"fait", roles.REPRIS}
    dernier = Evenement.objects.filter(projet=pilote.projet, planche="acces").latest("pk")
    assert "invitation" not in dernier.apres
