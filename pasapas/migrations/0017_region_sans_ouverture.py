from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pasapas", "0016_reprendre_accords_et_periodes")]

    operations = [
        migrations.RemoveConstraint(
            model_name='region',
            name='region_ouverture_dans_l_ordre',
        ),
        migrations.RemoveField(
            model_name='region',
            name='departements',
        ),
        migrations.RemoveField(
            model_name='region',
            name='ouverte_au',
        ),
        migrations.RemoveField(
            model_name='region',
            name='ouverte_du',
        ),
    ]
