import django.db.models.deletion
import pasapas.models.champs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pasapas', '0024_signature_de_postit'),
    ]

    operations = [
        migrations.AddField(
            model_name='palier',
            name='a_part',
            field=models.TextField(db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='palier',
            name='accompagne',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='palier',
            name='cherche',
            field=models.TextField(db_default='', default='', editable=False, verbose_name='ce qui se cherche'),
        ),
        migrations.AddField(
            model_name='palier',
            name='compte_du',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='palier',
            name='departement',
            field=pasapas.models.champs.TexteCourt(blank=True, db_default='', default='', editable=False, max_length=3),
        ),
        migrations.AddField(
            model_name='palier',
            name='hors_programme',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='palier',
            name='phase',
            field=models.CharField(db_default='', default='', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='palier',
            name='rendez_vous_le',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='palier',
            name='suivi_par',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
