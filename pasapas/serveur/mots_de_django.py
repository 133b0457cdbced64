"""What Django's own checks say of a deployment, in French: for who never read its documentation."""

SETTINGS = "Ce réglage est dans pasapas/settings.py : il n’a pas à changer pour héberger."
NEUF = "manage.py secret --nouveau en donne un."
VIDE = "PASAPAS_ENV=production l’allume."
DANS_UN_CADRE = ("Les pages pourraient être montrées dans le cadre d’un autre site.", SETTINGS)
SESSION_SANS_HTTPS = ("Le cookie de session part aussi sans HTTPS.", VIDE)
SESSION_LUE = ("Le cookie de session se lit par un script.", SETTINGS)

MOTS: dict[str, tuple[str, str]] = {
    "security.W001": ("SecurityMiddleware manque : aucun en-tête de sécurité ne part.", SETTINGS),
    **dict.fromkeys(("security.W002", "security.W019"), DANS_UN_CADRE),
    "security.W003": ("Les formulaires ne sont pas protégés contre un autre site.", SETTINGS),
    "security.W004": ("HTTPS n’est pas rappelé aux navigateurs (HSTS).", VIDE),
    "security.W005": (
        "HTTPS n’est pas imposé aux sous-domaines.",
        "PASAPAS_HSTS_SOUS_DOMAINES=1, si tout le domaine est à vous.",
    ),
    "security.W006": ("Les navigateurs pourraient deviner le type d’un fichier.", SETTINGS),
    "security.W008": ("Les pages s’ouvrent aussi sans HTTPS.", VIDE),
    "security.W009": ("PASAPAS_SECRET_KEY est trop court, ou trop simple.", NEUF),
    **dict.fromkeys(("security.W010", "security.W011", "security.W012"), SESSION_SANS_HTTPS),
    **dict.fromkeys(("security.W013", "security.W014", "security.W015"), SESSION_LUE),
    "security.W016": ("Le cookie des formulaires part aussi sans HTTPS.", VIDE),
    "security.W018": (
        "Le mode de mise au point est allumé : une erreur montrerait les réglages.",
        "Ôtez PASAPAS_DEBUG.",
    ),
    "security.W020": ("Aucun nom n’est servi.", "PASAPAS_HOSTS=fresque.example.org"),
    "security.W021": (
        "Le nom n’est pas proposé à la liste des navigateurs (HSTS preload).",
        "PASAPAS_HSTS_PRELOAD=1, si tout le domaine est à vous, pour longtemps.",
    ),
    "security.W022": ("L’adresse des pages part vers les autres sites.", SETTINGS),
    "security.E023": ("SECURE_REFERRER_POLICY a une valeur inconnue.", SETTINGS),
    "security.E024": ("SECURE_CROSS_ORIGIN_OPENER_POLICY a une valeur inconnue.", SETTINGS),
    "security.W025": ("PASAPAS_SECRET_KEY_FALLBACKS tient un secret trop court.", NEUF),
    "security.E026": ("La politique de contenu (CSP) n’a pas la bonne forme.", SETTINGS),
    "security.W027": ("Le jeton de la politique de contenu ne vient pas aux gabarits.", SETTINGS),
    "security.E101": ("La page d’un formulaire refusé n’a pas la bonne forme.", SETTINGS),
    "security.E102": ("La page d’un formulaire refusé ne se trouve pas.", SETTINGS),
}
