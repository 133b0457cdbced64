"""The periods of the regions become programmes; who advised goes on; each yes is asked again."""

from django.db import migrations
from django.db.models import OuterRef, Q, Subquery


def reprendre(apps, schema_editor):
    modele = lambda nom: apps.get_model("pasapas", nom)  # noqa: E731
    Programme, Participant, Partage = map(modele, ("Programme", "Participant", "Partage"))
    ouvertes = Q(ouverte_du__isnull=False) | Q(ouverte_au__isnull=False)
    Programme.objects.bulk_create(
        Programme(
            region=region,
            departements=region.departements,
            ouvert_du=region.ouverte_du,
            ouvert_au=region.ouverte_au,
        )
        for region in modele("Region").objects.filter(ouvertes).order_by("pk")
    )
    Accompagnement = modele("Accompagnement")
    qui = Participant.objects.filter(pk=OuterRef("charge_de_mission")).values("user")
    Accompagnement.objects.update(suivi_par=Subquery(qui))
    conseils = Participant.objects.filter(
        role="charge_de_mission", user__isnull=False, retire_le=None
    )
    Partage.objects.bulk_create(
        Partage(projet_id=projet, conseil_id=user)
        for projet, user in conseils.values_list("projet", "user").order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("pasapas", "0015_programmes_et_accompagnement")]

    operations = [migrations.RunPython(reprendre, migrations.RunPython.noop)]
