"""What a palier repeats of its dossier, and which accounts have their own."""

from collections import defaultdict

from django.db import migrations
from django.db.models import OuterRef, Subquery

COPIES = (
    "departement",
    "suivi_par",
    "accompagne",
    "hors_programme",
    "phase",
    "compte_du",
    "rendez_vous_le",
    "cherche",
)


def remplir(apps, schema_editor):
    Dossier, Palier = (apps.get_model("pasapas", nom) for nom in ("Dossier", "Palier"))
    sien = Dossier.objects.filter(pk=OuterRef("dossier"))
    Palier.objects.update(**{nom: Subquery(sien.values(nom)) for nom in COPIES})
    conseils = defaultdict(list)
    a_part = Palier.objects.exclude(conseil=None).order_by("dossier", "conseil")
    for dossier, conseil in a_part.values_list("dossier", "conseil").distinct():
        conseils[dossier].append(conseil)
    suites = defaultdict(list)
    for dossier, comptes in conseils.items():
        suites["".join(f",{compte}" for compte in comptes) + ","].append(dossier)
    communs = Palier.objects.filter(conseil=None)
    for suite, dossiers in suites.items():
        for debut in range(0, len(dossiers), 500):
            communs.filter(dossier__in=dossiers[debut : debut + 500]).update(a_part=suite)


class Migration(migrations.Migration):
    dependencies = [("pasapas", "0025_copies_des_paliers")]

    operations = [migrations.RunPython(remplir, migrations.RunPython.noop)]
