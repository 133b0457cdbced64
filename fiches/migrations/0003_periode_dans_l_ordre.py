from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fiches', '0002_periodes_comprises'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='etape',
            constraint=models.CheckConstraint(condition=models.Q(('periode_debut', None), ('periode_fin', None), ('periode_fin__gte', models.F('periode_debut')), ('periode_debut__startswith', models.F('periode_fin')), _connector='OR'), name='etape_periode_dans_l_ordre', violation_error_message='La fin vient avant le début.'),
        ),
    ]
