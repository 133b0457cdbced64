"""The usual composition of a campagne: proposed whole, corrected where it does not fit."""

import pytest
from lxml import html

from diagnostic.models import Campagne
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import liste
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


def proposes(client: Visiteur, projet: Projet) -> dict[str, str]:
    """What the page sends when nobody touches it."""
    page = html.document_fromstring(client.get(f"{liste(projet)}ouvrir/").content.decode())
    (form,) = (f for f in page.forms if "saisie" in (f.get("class") or "").split())
    # lxml says « on » of a checked radio whose value is empty.
    return {nom: "" if valeur == "on" else valeur for nom, valeur in form.form_values()}


def test_la_composition_habituelle_s_ouvre_en_un_nombre(
    animatrice: Visiteur, projet: Projet
) -> None:
    """Élus, direction with RH, encadrement: a voice each. The salariés alone: how many is asked."""
    tel_quel = proposes(animatrice, projet)
    refusee = animatrice.post(f"{liste(projet)}ouvrir/", tel_quel)
    assert set(refusee.context["form"].errors) == {"invites_salaries"}
    animatrice.post(f"{liste(projet)}ouvrir/", {**tel_quel, "invites_salaries": "31"})
    ouvertes = Campagne.objects.de(projet).get().passations.order_by("ordre")
    assert [(p.college, p.mode) for p in ouvertes] == [
        ("direction_rh", "collective"),
        ("encadrement", "collective"),
        ("irp", "collective"),
        ("salaries", "individuelle"),
    ]


def test_la_composition_habituelle_se_corrige(animatrice: Visiteur, projet: Projet) -> None:
    separes = {"mode_direction_rh": "", "mode_direction": "collective", "mode_rh": "collective"}
    autre = {**proposes(animatrice, projet), **separes, "mode_salaries": ""}
    vue = animatrice.post(f"{liste(projet)}ouvrir/", {**autre, "mode_direction_rh": "collective"})
    assert '<details class="colleges__autres" open>' in vue.content.decode()
    animatrice.post(f"{liste(projet)}ouvrir/", autre)
    ouvertes = Campagne.objects.de(projet).get().passations.order_by("ordre")
    assert [p.college for p in ouvertes] == ["direction", "rh", "encadrement", "irp"]
