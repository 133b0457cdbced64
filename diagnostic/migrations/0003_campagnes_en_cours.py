from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diagnostic', '0002_campagnes'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='campagne',
            constraint=models.UniqueConstraint(condition=models.Q(('close_le', None)), fields=('projet',), name='campagne_une_seule_ouverte', violation_error_message='Une autre campagne est déjà ouverte sur cette fresque.'),
        ),
        migrations.AddConstraint(
            model_name='campagne',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 240)), name='campagne_duree_raisonnable', violation_error_message='Une séance dure de 5 minutes à 4 heures.'),
        ),
        migrations.AddConstraint(
            model_name='passation',
            constraint=models.UniqueConstraint(fields=('campagne', 'college'), name='passation_une_par_college', violation_error_message='Un collège répond d’une seule façon par campagne.'),
        ),
    ]
