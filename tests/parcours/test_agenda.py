"""Every calendar we write, read by a parser that is not ours: ical.js, which Thunderbird uses."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from fiches.models import Etape
from fresque.agenda.jours import d_une_ligne, d_une_planche, du_projet
from fresque.agenda.operations import renouveler
from fresque.models import RendezVous
from pasapas.models import Etablissement, Participant, Projet
from tests.factories import EtapeFactory, FicheActionFactory, RendezVousFactory
from tests.parcours import scene

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
ICAL = Path(__file__).parents[1] / "tiers" / "ical.es5.min.cjs"
LIRE = """(texte) => {
  const agenda = new ICAL.Component(ICAL.parse(texte));
  agenda.getAllSubcomponents("vtimezone").forEach((z) => ICAL.TimezoneService.register(z));
  return agenda.getAllSubcomponents("vevent").map((v) => {
    const e = new ICAL.Event(v);
    const instant = (t) => (t.isDate ? t.toString() : t.toUnixTime());
    return { uid: e.uid, titre: e.summary, debut: instant(e.startDate), fin: instant(e.endDate),
      lieu: e.location || "", texte: e.description || "", rang: e.sequence,
      annulee: v.getFirstPropertyValue("status") === "CANCELLED",
      libre: v.getFirstPropertyValue("transp") === "TRANSPARENT" };
  });
}"""
# What a text may hold that the format has a meaning for, and a line too long for it.
PIEGES = (
    "a, b ; c : d \\ e \\n f\nune autre ligne\n\nBEGIN:VEVENT\nEND:VCALENDAR\n"
    + "é" * 200
    + " 👩🏽‍🏫 "
    + "نحتاج إلى وقت"
)


@pytest.fixture(scope="module")
def garni(entrees: dict) -> Projet:
    """In Guadeloupe, everything that a calendar can be told."""
    projet = scene.vide()
    Etablissement.objects.filter(projets=projet).update(departement="971", region=None)
    fiche = FicheActionFactory(projet=projet, intitule=PIEGES[:200].replace("\n", " "))
    for debut, fin in (("2026-02", "2026-02"), ("2024-02-29", "2024-02-29"), (None, "2025-12")):
        EtapeFactory(
            projet=projet, fiche=fiche, intitule=PIEGES, periode_debut=debut, periode_fin=fin
        )
    EtapeFactory(projet=projet, fiche=fiche, periode_debut="2025-10-26")
    heures = [(time(0), 30), (time(23, 30), 90), (None, None), (time(2, 30), None)]
    for rang, (heure, duree) in enumerate(heures):
        RendezVousFactory(
            projet=projet,
            date=date(2026, 3, 29),
            heure=heure,
            duree=duree,
            lieu=PIEGES[:60].replace("\n", " "),
            programme=PIEGES,
            annulee_le=date(2026, 3, 1) if rang == 2 else None,
        )
    return Projet.objects.de(projet).get()  # where it is, read again


@pytest.fixture
def lire(ouvrir: Callable[..., Page]) -> Callable[[str], list[dict[str, Any]]]:
    """The events of the calendar at this address, as ical.js sees them."""
    page = ouvrir()
    page.goto("about:blank")
    page.add_script_tag(content=ICAL.read_text(encoding="utf-8"))

    def lire(adresse: str) -> list[dict[str, Any]]:
        reponse = page.request.get(adresse)
        assert reponse.status == 200, adresse
        assert reponse.headers["content-type"] == "text/calendar; charset=utf-8"
        return page.evaluate(LIRE, reponse.body().decode())

    return lire


def attendus(dates: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "titre": une.titre,
            "debut": _instant(une.debut),
            "fin": _instant(une.fin),
            "lieu": une.lieu,
            "texte": une.texte,
            "rang": une.version,
            "annulee": une.annulee,
            "libre": une.annulee or not isinstance(une.debut, datetime),
        }
        for une in dates
    ]


def _instant(quand: date | datetime) -> str | float:
    return quand.astimezone(UTC).timestamp() if isinstance(quand, datetime) else quand.isoformat()


def adresses(projet: Projet) -> Iterator[tuple[str, Callable[..., list[Any]]]]:
    """Each address that gives a calendar, and what it must say."""
    base = f"/projets/{projet.slug}/agenda/"
    yield f"{base}projet.ics", lambda **o: du_projet(projet, **o)
    etapes = Etape.objects.de(projet).filter(fiche__numero=1).order_by("ordre", "pk")
    for code in ("fiche-1", "seances"):
        yield f"{base}{code}.ics", lambda code=code, **o: d_une_planche(projet, code, **o) or []
    for code, lignes in (("fiche-1", etapes), ("seances", RendezVous.objects.de(projet))):
        for pk in [ligne.pk for ligne in lignes]:
            if d_une_ligne(projet, code, pk):
                yield (
                    f"{base}{code}/{pk}.ics",
                    lambda code=code, pk=pk, **o: d_une_ligne(projet, code, pk, **o) or [],
                )


@pytest.mark.parametrize("nom", ["garni", "exemple"])
def test_un_autre_que_nous_lit_nos_agendas(
    nom: str, request: pytest.FixtureRequest, lire: Callable[[str], list[dict[str, Any]]]
) -> None:
    projet = request.getfixturevalue(nom)
    vus: dict[str, set[str]] = {}
    lues = list(adresses(projet))
    assert len(lues) >= (10 if nom == "garni" else 5)
    for adresse, dire in lues:
        for suite, options in (("", {}), ("?detaille=1", {"detaille": True})):
            if not (dit := dire(**options)):
                continue
            evenements = lire(adresse + suite)
            for evenement in evenements:
                vus.setdefault(evenement.pop("uid"), set()).add(evenement["titre"])
            assert evenements == attendus(dit), adresse
    # Whatever the address, an étape is the same event; two are never one.
    assert len(vus) == len(du_projet(projet)) or nom == "exemple"


def test_il_lit_l_abonnement_de_chacun(
    garni: Projet, lire: Callable[[str], list[dict[str, Any]]]
) -> None:
    moi = Participant.objects.de(garni).get(user=scene.compte("animatrice"))
    for detaille, siennes in ((False, False), (True, False), (True, True)):
        secret = renouveler(moi, detaille=detaille, siennes=siennes)
        evenements = lire(f"/abonnement/{secret}.ics")
        for evenement in evenements:
            del evenement["uid"]
        dit = du_projet(garni, detaille=detaille, a=moi if siennes else None)
        assert evenements == attendus(dit)
        assert any("BEGIN:VEVENT" in e["texte"] for e in evenements) == detaille
