from django.db import migrations


def completer(apps, schema_editor):
    """A projet added in the administration was opened without its boxes: its wall could not be
    shown, and the daily work stopped there. « menage » counts what they hold."""
    Projet = apps.get_model("pasapas", "Projet")
    EtatDesLieux = apps.get_model("diagnostic", "EtatDesLieux")
    SyntheseTheme = apps.get_model("diagnostic", "SyntheseTheme")
    Questionnaire = apps.get_model("diagnostic", "Questionnaire")
    Theme = apps.get_model("diagnostic", "Theme")
    Bilan = apps.get_model("bilan", "Bilan")
    publies = Questionnaire.objects.exclude(publie_le=None).order_by("-version", "-pk")
    courant = publies.filter(slug="autodiagnostic-pas-a-pas").first() or publies.first()
    etats = set(EtatDesLieux.objects.values_list("projet_id", flat=True))
    bilans = set(Bilan.objects.values_list("projet_id", flat=True))
    for cle in Projet.objects.order_by("pk").values_list("pk", flat=True):
        if cle not in etats and courant is not None:
            EtatDesLieux.objects.create(projet_id=cle, questionnaire=courant)
            dites = SyntheseTheme.objects.filter(projet_id=cle).values("theme")
            themes = Theme.objects.filter(questionnaire=courant).exclude(pk__in=dites)
            SyntheseTheme.objects.bulk_create(
                SyntheseTheme(projet_id=cle, theme=theme) for theme in themes.order_by("pk")
            )
        if cle not in bilans:
            Bilan.objects.create(projet_id=cle, numero=1)


class Migration(migrations.Migration):

    dependencies = [
        ('fresque', '0001_initial'),
        ('pasapas', '0005_operation_lieu'),
        ('diagnostic', '0006_papier_et_cloture_prevue'),
        ('bilan', '0001_initial'),
    ]

    operations = [migrations.RunPython(completer, migrations.RunPython.noop)]
