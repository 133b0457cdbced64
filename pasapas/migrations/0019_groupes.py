"""The groups of rights an installation begins with: an administrateur changes them as they like."""

from django.db import migrations

VOIR, TOUT = ("view",), ("view", "add", "change", "delete")
GROUPES = {
    "Chargés de mission": {
        "pasapas.dossier": ("view", "change"),
        "pasapas.etablissement": ("view", "add", "change"),
        "pasapas.region": VOIR,
        "pasapas.accompagnement": ("view", "add", "change"),
        "pasapas.intervention": ("view", "add", "change"),
    },
    "Administration des établissements": {
        "pasapas.dossier": VOIR,
        "pasapas.etablissement": TOUT,
        "pasapas.service": TOUT,
        "pasapas.projet": ("view", "add", "change"),
        "pasapas.region": ("view", "change"),
        "pasapas.programme": ("view", "add", "change"),
        "pasapas.mandat": TOUT,
        "pasapas.user": ("view", "add", "change"),
    },
    "Administration des questionnaires": {"diagnostic.questionnaire": TOUT},
}
DITS = {"view": "Can view", "add": "Can add", "change": "Can change", "delete": "Can delete"}


def creer(apps, schema_editor):
    """Django makes permissions once all is migrated: those needed here are made before."""
    modele = lambda app, nom: apps.get_model(app, nom)  # noqa: E731
    Group, Permission = modele("auth", "Group"), modele("auth", "Permission")
    ContentType = modele("contenttypes", "ContentType")
    for nom, droits in GROUPES.items():
        groupe, _ = Group.objects.get_or_create(name=nom)
        for table, gestes in droits.items():
            app, _, sans_app = table.partition(".")
            genre, _ = ContentType.objects.get_or_create(app_label=app, model=sans_app)
            for geste in gestes:
                droit, _ = Permission.objects.get_or_create(
                    content_type=genre,
                    codename=f"{geste}_{sans_app}",
                    defaults={"name": f"{DITS[geste]} {sans_app}"},
                )
                groupe.permissions.add(droit)


class Migration(migrations.Migration):
    dependencies = [
        ("pasapas", "0018_portefeuille"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(creer, migrations.RunPython.noop)]
