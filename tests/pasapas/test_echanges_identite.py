"""What goes out comes back the same, whatever its cells say, into its base or an empty one."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.db import models

from pasapas.echanges.formats import Csv, Ods, Xlsx
from pasapas.models import (
    Accompagnement,
    Autorisation,
    Etablissement,
    Intervention,
    Mandat,
    Programme,
    Projet,
    Region,
    Service,
    StatutJuridique,
    TypeEtablissement,
    User,
)
from tests import factories as f
from tests.pasapas.echanges_outils import comptes, confirmer, donner, sortir
from tests.personnes import Visiteur, prouver

pytestmark = pytest.mark.django_db
AFFREUX = (  # what a cell may hold and a spreadsheet take for something else
    *("=cmd|' /C calc'!A0", "+33 6 01", "-2+3", "@SUM(A1)", "'=déjà dit", "''=deux fois", "'="),
    *("|x", '« L’Éclat » ; "cité"', "été 🌻 œuf, 12 €", "007", "1e5", "01/02/2025", "12,50"),
    *("oui", "'seul", "a,b\tc", "_x0041_ &amp; <b>", "＝1+1", "%x", "Fin ;", '"', "sep=;"),
    *("Nom", "'\"=x"),
)
LONG = 'Deux\nlignes ; et « des signes »\n\n=SOMME(A1)\n- "tiret" 🌻\n\u00a0fin'


def remplir(region: Region, charge: User) -> None:
    """Each table that goes out, each of its columns, with what reads the worst."""
    Programme.objects.create(region=region, nom="En cours")
    autre = f.UserFactory(
        email="zoe.l-a+b@example.org", prenom="=Zoé", nom="@D’Œil", is_active=False
    )
    f.MandatFactory(user=autre, region=region, debut="2025-09-03", fin="2026-01-31")
    for commune in ("Cholet", "Angers"):
        la = f.EtablissementFactory(
            nom="Les Tilleuls, foyer (nord)", commune=commune, departement="49", region=region
        )
        f.ServiceFactory(etablissement=la, nom="Internat")
    types, statuts = TypeEtablissement.values, StatutJuridique.values
    for n, dit in enumerate(AFFREUX):
        la = f.EtablissementFactory(
            nom=dit, nom_court=AFFREUX[-n - 1], gestionnaire=dit, commune=AFFREUX[n - 3],
            departement="2A" if n % 2 else "", region=region if n % 2 else None,
            type=types[n % len(types)], statut_juridique=statuts[n % len(statuts)] if n else "",
            autorisation=Autorisation.values[n % 2], finess=f"0{n:08d}" if n % 3 else "",
            capacite=n or None, effectif=None if n % 2 else 0,
        )  # fmt: skip
        f.ServiceFactory(etablissement=la, nom=dit, public=AFFREUX[n - 7], places=n or None)
        f.ServiceFactory(etablissement=la, nom=f"{dit} bis", ordre=n + 1)
        if n > 7:
            continue
        projet = f.ProjetFactory(etablissement=la)
        suivi = f.AccompagnementFactory(
            projet=projet, suivi_par=(None, charge, autre)[n % 3], phase=str(1 + n % 3),
            debut="2025-09-10", fin_prevue="2026-05-10", phase_2_le="2025-10-10",
            phase_3_le="2026-01-10", termine_le="2026-05-10" if n == 2 else None,
            hors_programme=n % 2 == 0, derogation=LONG if n % 2 else "",
            derogation_par=autre if n % 2 else None, derogation_le="2025-09-01" if n % 2 else None,
            autorisation_verifiee_le="2025-09-02", convention_signee_le="2025-09-09",
            jours_prevus="6.5" if n else None, entretien_date="2025-12-01", entretien_duree=30,
            entretien_mode=dit, entretien_compte_rendu=LONG, entretien_pour_le_groupe=LONG,
        )  # fmt: skip
        for intitule in (dit, "", ""):  # two calls of one day, of which nothing more is said
            f.InterventionFactory(
                projet=projet, accompagnement=suivi, type="appel", date="2025-11-03", note=LONG,
                intitule=intitule, jours="0.5" if n % 2 else None, auteur=(None, charge)[n % 2],
                heures=None if n % 2 else "1.5", rendez_vous_le="2025-12-24",
                rendez_vous_heure="14:05", rappeler_le="2026-02-28",
            )  # fmt: skip


def vider(*modeles: type[models.Model]) -> None:
    for modele in modeles:
        tous = modele.objects.all()
        (tous.exclude(is_staff=True) if modele is User else tous).delete()


@pytest.mark.parametrize("forme", [0, 1, 2])
def test_ce_qui_sort_rentre_a_l_identique(
    forme: int, administratrice: Visiteur, chargee: Visiteur
) -> None:
    """Into the base it left, where nothing changes; then into an empty one, which says the same."""
    admin, genre = administratrice, (Csv, Xlsx, Ods)[forme]
    prouver(admin)
    region = f.RegionFactory(nom="=Île & « Cie »", fuseau="America/Guadeloupe")
    for code in ("jumelle-1", "jumelle-2"):  # said by their codes, having one name
        f.MandatFactory(region=f.RegionFactory(code=code, nom="Jumelle"))
    remplir(region, chargee.participant.user)

    def lire(octets: bytes) -> list[Any]:
        lu = genre().create_dataset(octets)
        return [lu.headers, *lu]

    def rentrer(*modeles: type[models.Model], attendu: set[str]) -> None:
        for modele in modeles:
            vu = donner(admin, modele, sortis[modele], f"f.{genre.extension}")
            fausses = [c for r in vu.context["apercu"].rangees[:2] for c in r.cases if c.faute]
            assert vu.status_code == 200, (modele.__name__, fausses)
            assert set(comptes(vu)) <= attendu, (modele.__name__, comptes(vu))
            confirmer(admin, modele, vu)

    sols, suivis = (Region, User, Mandat, Etablissement, Service), (Accompagnement, Intervention)
    sortis = {modele: sortir(admin, modele, forme) for modele in (*sols, *suivis)}
    for octets in sortis.values():
        if forme == 0:
            assert octets.startswith(b"\xef\xbb\xbf")
            for ligne in csv.reader(
                StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"
            ):
                assert not [case for case in ligne if re.match(r"[\s\"]*[=+@|%＝-]", case)]
        if forme == 1:
            for rangee in openpyxl.load_workbook(BytesIO(octets)).active.iter_rows():
                assert {cellule.data_type for cellule in rangee} <= {"s", "n", "inlineStr"}
    rentrer(*sols, *suivis, attendu={"identique"})
    for partie, a_vider in (
        (suivis, (Intervention, Accompagnement)),
        (sols, (Mandat, Projet, Service, Etablissement, Programme, User, Region)),
    ):
        vider(*a_vider)
        rentrer(*partie, attendu={"nouvelle", "identique"})  # whoever administers is still there
        for modele in partie:
            encore = sortir(admin, modele, forme)
            assert lire(encore) == lire(sortis[modele]), modele.__name__
            assert forme or encore == sortis[modele]
