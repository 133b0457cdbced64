"""The regions we ship: all of France, with the programme's dates where it was open.

Source: the programme's article (kit 1.9): seven regions until July 2025, of which Normandie
for two departments only.
"""

from datetime import date

from pasapas.models import Programme, Region

FIN = date(2025, 7, 31)
REGIONS: tuple[tuple[str, str, bool, list[str], str], ...] = (
    ("auvergne-rhone-alpes", "Auvergne-Rhône-Alpes", False, [], "Europe/Paris"),
    ("bourgogne-franche-comte", "Bourgogne-Franche-Comté", False, [], "Europe/Paris"),
    ("bretagne", "Bretagne", True, [], "Europe/Paris"),
    ("centre-val-de-loire", "Centre-Val de Loire", False, [], "Europe/Paris"),
    ("corse", "Corse", False, [], "Europe/Paris"),
    ("grand-est", "Grand Est", False, [], "Europe/Paris"),
    ("guadeloupe", "Guadeloupe", True, [], "America/Guadeloupe"),
    ("guyane", "Guyane", False, [], "America/Cayenne"),
    ("hauts-de-france", "Hauts-de-France", True, [], "Europe/Paris"),
    ("ile-de-france", "Île-de-France", True, [], "Europe/Paris"),
    ("la-reunion", "La Réunion", False, [], "Indian/Reunion"),
    ("martinique", "Martinique", False, [], "America/Martinique"),
    ("mayotte", "Mayotte", False, [], "Indian/Mayotte"),
    ("normandie", "Normandie", True, ["27", "50"], "Europe/Paris"),
    ("nouvelle-aquitaine", "Nouvelle-Aquitaine", False, [], "Europe/Paris"),
    ("occitanie", "Occitanie", False, [], "Europe/Paris"),
    ("pays-de-la-loire", "Pays de la Loire", True, [], "Europe/Paris"),
    ("provence-alpes-cote-d-azur", "Provence-Alpes-Côte d’Azur", True, [], "Europe/Paris"),
    # Not regions, but child protection is done there too.
    ("nouvelle-caledonie", "Nouvelle-Calédonie", False, [], "Pacific/Noumea"),
    ("polynesie-francaise", "Polynésie française", False, [], "Pacific/Tahiti"),
    ("saint-barthelemy", "Saint-Barthélemy", False, [], "America/St_Barthelemy"),
    ("saint-martin", "Saint-Martin", False, [], "America/Marigot"),
    ("saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon", False, [], "America/Miquelon"),
    ("wallis-et-futuna", "Wallis-et-Futuna", False, [], "Pacific/Wallis"),
)


def charger_regions() -> None:
    """Add the regions that are missing, with the period the programme had there; those already
    there are left as they are."""
    connues = set(Region.objects.values_list("code", flat=True))
    neuves = [ligne for ligne in REGIONS if ligne[0] not in connues]
    regions = Region.objects.bulk_create(
        Region(code=code, nom=nom, fuseau=fuseau) for code, nom, _, _, fuseau in neuves
    )
    Programme.objects.bulk_create(
        Programme(region=region, departements=departements, ouvert_au=FIN)
        for region, (_, _, ouverte, departements, _) in zip(regions, neuves, strict=True)
        if ouverte
    )
