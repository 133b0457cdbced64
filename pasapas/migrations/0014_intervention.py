from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pasapas", "0013_cle_d_ecriture")]

    operations = [
        migrations.RenameModel(old_name="ServiceMobilise", new_name="Intervention"),
    ]
