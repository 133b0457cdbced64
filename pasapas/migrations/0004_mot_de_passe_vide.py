"""Accounts opened in the back office had an empty password, which counted as one to be asked for."""

from django.contrib.auth.hashers import make_password
from django.db import migrations


def sans_mot_de_passe(apps, schema_editor):
    comptes = apps.get_model("pasapas", "User").objects
    for compte in comptes.filter(password=""):  # nosec B106  # no password, and no secret
        compte.password = make_password(None)
        compte.save(update_fields=["password"])


class Migration(migrations.Migration):
    dependencies = [("pasapas", "0003_operation_envoi")]
    operations = [migrations.RunPython(sans_mot_de_passe, migrations.RunPython.noop)]
