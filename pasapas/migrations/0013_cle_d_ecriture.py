from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pasapas", "0012_depart_masque")]

    operations = [
        migrations.RenameModel(old_name="Operation", new_name="CleEcriture"),
        migrations.AlterModelOptions(name="cleecriture", options={"verbose_name": "clé d’écriture"}),
    ]
