"""The two months of an étape become what is understood of its words: a month or a day each.

Months typed by hand stay as they were meant: the first alone was the whole of the period. Words
alone are read as on the day the étape was added.
"""

from django.db import migrations, models
from django.utils import timezone

from pasapas.valeurs.periodes import comprendre


def comprendre_les_etapes(apps, schema_editor):
    Etape, Evenement = apps.get_model('fiches', 'Etape'), apps.get_model('pasapas', 'Evenement')
    ajouts = Evenement.objects.filter(objet='etape', action='ajout').order_by('-pk')
    ajoutees = dict(ajouts.values_list('objet_pk', 'quand'))
    changees = []
    for etape in Etape.objects.select_related('projet').exclude(periode_envisagee='', periode_debut=None).iterator(chunk_size=500):
        jour = timezone.localdate(ajoutees.get(etape.pk, etape.projet.cree_le))
        lue = comprendre(etape.periode_envisagee, jour)
        comprise = tuple(str(borne) if borne else None for borne in (lue.debut, lue.fin))
        if etape.periode_debut:
            debut = etape.periode_debut[:7]
            fin = etape.periode_fin[:7] if etape.periode_fin else debut
            etape.periode_corrigee = (debut, fin) != comprise
            comprise = (debut, fin)
        etape.periode_debut, etape.periode_fin = comprise
        changees.append(etape)
    Etape.objects.bulk_update(changees, ['periode_debut', 'periode_fin', 'periode_corrigee'], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('fiches', '0001_initial'),
        ('pasapas', '0012_depart_masque'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='etape',
            name='etape_periode_dans_l_ordre',
        ),
        migrations.AddField(
            model_name='etape',
            name='periode_corrigee',
            field=models.BooleanField(default=False, editable=False, verbose_name='dates données à la main'),
        ),
        migrations.AlterField(
            model_name='etape',
            name='periode_debut',
            field=models.CharField(blank=True, max_length=10, null=True, verbose_name='Début compris'),
        ),
        migrations.AlterField(
            model_name='etape',
            name='periode_fin',
            field=models.CharField(blank=True, max_length=10, null=True, verbose_name='Fin comprise'),
        ),
        migrations.RunPython(comprendre_les_etapes, migrations.RunPython.noop),
    ]
