import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def publier_ce_qui_servait(apps, schema_editor):
    """Until now every questionnaire was in use as soon as it was loaded."""
    questionnaires = apps.get_model("diagnostic", "Questionnaire").objects
    questionnaires.filter(publie_le=None).update(publie_le=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('diagnostic', '0003_campagnes_en_cours'),
    ]

    operations = [
        migrations.AddField(
            model_name='piste',
            name='etonnement',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pistes', to='diagnostic.etonnement'),
        ),
        migrations.AddConstraint(
            model_name='questionnaire',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='questionnaire_version_positive', violation_error_message='Les versions se comptent à partir de 1.'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('titre', ''), _negated=True), name='theme_titre_rempli', violation_error_message='Donnez un titre à ce thème.'),
        ),
        migrations.RunPython(publier_ce_qui_servait, migrations.RunPython.noop),
    ]
