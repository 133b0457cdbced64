"""« Rendez-vous »: what an adviser agreed to, late or to come; in a calendar, once each."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from fresque.console.operations import noter_echange
from pasapas.models import Accompagnement
from tests import factories as f
from tests.fresque.console.outils import dossier, suivre
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
LA = "/administration/pasapas/dossier/rendez-vous"


def fixer(suivi: Accompagnement, dans: int, a: time | None = None, le: int = -3) -> date:
    """A call ``le`` days from now, at which one agrees to meet ``dans`` days from now."""
    ici = suivi.projet.etablissement.aujourd_hui
    jour = ici + timedelta(days=dans)
    noter_echange(
        suivi.suivi_par,
        suivi,
        type="appel",
        date=ici + timedelta(days=le),
        rendez_vous_le=jour,
        rendez_vous_heure=a,
    )
    return jour


def semaines(client: Visiteur, requete: str = "") -> list[tuple[str, str]]:
    lues = client.get(f"{LA}/{requete}").context["semaines"]
    return [(titre, un.ligne.nom) for titre, siens in lues for un in siens]


def evenements(client: Visiteur, adresse: str = f"{LA}.ics") -> list[Any]:
    return Calendar.from_ical(client.get(adresse).content).walk("VEVENT")


def test_les_siens_en_retard_puis_semaine_par_semaine(charge: Visiteur, region: Any) -> None:
    passe, bientot, note, tard, ailleurs = (
        suivre(f.RegionFactory() if nom == "Ailleurs" else region, charge.user, nom)
        for nom in ("Passé", "Bientôt", "Noté", "Trop tard", "Ailleurs")
    )
    collegue = suivre(region, f.UserFactory(prenom="Léa", nom="Roy"), "Collègue")
    sans = suivre(region, charge.user, "Sans")
    for suivi, dans in ((passe, -2), (note, -2), (tard, 57), (ailleurs, 3)):
        fixer(suivi, dans)
    fixer(bientot, 14, time(14, 30))
    fixer(collegue, 1)
    noter_echange(charge.user, note, type="visite", date=dossier(note).rendez_vous_le)
    [retard, suivant] = semaines(charge)
    assert retard == ("Passés, et rien n’est noté", "Passé")
    assert suivant[1] == "Bientôt" and suivant[0].startswith("Semaine du ")
    page = charge.get(f"{LA}/").content.decode()
    assert "14\u00a0h\u00a030" in page and f"{dossier(passe).pk}/change/#noter" in page
    assert {nom for _, nom in semaines(charge, "?de=equipe")} == {"Passé", "Bientôt", "Collègue"}
    table = charge.get(f"{LA}.csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == 3 and '"Passé"' in table[1] and '"14:30"' in table[2]
    for la, attendu in ((sans, 302), (ailleurs, 404), (bientot, 200)):
        adresse = f"/administration/pasapas/dossier/{dossier(la).pk}/rendez-vous.ics"
        assert charge.get(adresse).status_code == attendu


def test_un_rendez_vous_deplace_reste_le_meme_dans_un_agenda(
    charge: Visiteur,
    region: Any,
) -> None:
    assert charge.get(f"{LA}.ics").status_code == 302
    suivi = suivre(region, charge.user, "Les Tilleuls")
    la = suivi.projet.etablissement
    la.departement, la.commune = "971", "Basse-Terre"
    la.save()
    jour = fixer(suivi, 5, time(9))
    [avant] = evenements(charge)
    assert avant["SUMMARY"] == "Rendez-vous · Les Tilleuls"
    assert avant["DTSTART"].dt.date() == jour and avant["DTSTART"].dt.hour == 9
    assert str(avant["DTSTART"].dt.tzinfo) == "America/Guadeloupe"
    assert avant["URL"].endswith(f"/administration/pasapas/dossier/{dossier(suivi).pk}/change/")
    fixer(suivi, 8, le=-1)
    [apres] = evenements(charge)
    assert apres["UID"] == avant["UID"] and apres["SEQUENCE"] > avant["SEQUENCE"]
    assert apres["DTSTART"].dt == jour + timedelta(days=3)  # a whole day: no hour was said


def test_apres_une_visite_c_est_un_autre(charge: Visiteur, region: Any) -> None:
    suivi = suivre(region, charge.user, "Les Ormeaux")
    fixer(suivi, -2, le=-9)
    fixer(suivi, 6, le=-1)
    avant, apres = suivi.interventions.order_by("pk")
    [un] = evenements(charge)
    assert un["UID"].startswith(f"rendez-vous-{apres.pk}-") and avant.pk != apres.pk
