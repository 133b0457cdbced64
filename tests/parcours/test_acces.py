"""Coming in for the first time: the link of an e-mail, the code of a card, scripts or none."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from pasapas.acces import cartes
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Participant, Projet
from tests.factories import ParticipantFactory
from tests.factories.sol import MOT_DE_PASSE
from tests.parcours.controle import accessibilite, mise_en_page
from tests.parcours.gestes import TELEPHONE, menu_du_projet

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
PASSE = "trois mots au hasard"


def inviter(page: Page, projet: Projet, courriel: str) -> str:
    """The animatrice invites; the link that leaves by e-mail."""
    page.goto(f"/projets/{projet.slug}/")
    menu_du_projet(page).get_by_role("link", name="Qui a accès").click()
    page.get_by_role("link", name="Inviter quelqu’un").click()
    page.locator("[name='nom']").fill("Carpentier")
    page.get_by_label("Adresse e-mail").fill(courriel)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prouvez que c’est bien vous")
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text(f"Invitation en attente d’envoi à {courriel}")).to_be_visible()
    # Another journey's e-mails may leave at the same time: hers is the one to her address.
    sien = next(message for message in mail.outbox if message.to == [courriel])
    return re.search(r"\S+/invitation/#\S+", sien.body)[0]


def test_de_l_invitation_au_mur_avec_un_telephone(
    page: Page, ouvrir: Callable[..., Page], neuve: Projet
) -> None:
    """The link alone leads to the page that says who invites; the secret leaves the address."""
    lien = inviter(page, neuve, f"ines-{neuve.pk}@example.org")
    invitee = ouvrir("", taille=TELEPHONE)
    demandes: list[str] = []
    invitee.on("request", lambda demande: demandes.append(demande.url))
    invitee.goto(lien)
    expect(invitee).to_have_url(re.compile("/invitation/accepter/$"))
    expect(invitee.locator("main")).to_contain_text("invite Carpentier à participer")
    assert mise_en_page(invitee) + accessibilite(invitee) == []
    invitee.get_by_label("Choisissez un mot de passe").fill(PASSE)
    invitee.get_by_role("button", name="Accepter et entrer").click()
    expect(invitee.get_by_role("heading", level=1)).to_have_text(neuve.nom)
    jeton = lien.partition("#")[2]
    assert not any(jeton in adresse for adresse in demandes)


@pytest.mark.parametrize("script", [True, False])
def test_de_la_carte_au_mur(ouvrir: Callable[..., Page], neuve: Projet, script: bool) -> None:
    """Scanned, the code is already in its field, and no longer in the address."""
    ParticipantFactory(projet=neuve, prenom="Didier", nom="Rousseau")
    didier = Participant.objects.de(neuve).get(nom="Rousseau")
    ((_, code),) = cartes.renouveler(geste_d_acces(neuve, None), [didier])
    page = ouvrir("", script=script, taille=TELEPHONE)
    page.goto(f"/carte/#{code}")
    champ = page.get_by_label("Code de la carte")
    if script:
        expect(champ).to_have_value(code)
        expect(page).to_have_url(re.compile("/carte/$"))
        assert mise_en_page(page) + accessibilite(page) == []
    else:
        champ.fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="C’est bien moi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(neuve.nom)
    expect(page.locator(".entete__compte")).to_contain_text("Didier")
