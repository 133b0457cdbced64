"""What a real server cannot do without: all that is missing is said at once, in words."""

from collections.abc import Iterator, Mapping

from pasapas.serveur.hotes import ENTIERE

FACTICES = ("consolemail", "filemail", "memorymail", "dummymail")  # nobody receives their mails


def manques(regle: Mapping[str, str]) -> list[str]:
    """One sentence for each setting that production waits for; ``regle``: the environment."""
    return [*_allumes(regle), *_secret(regle), *_noms(regle), *_courriel(regle)]


def _allumes(regle: Mapping[str, str]) -> Iterator[str]:
    for nom in ("PASAPAS_DEBUG", "PASAPAS_DEMO"):
        if regle.get(nom, "").lower() not in {"", "0", "false", "off", "no", "n", "f"}:
            yield f"{nom} doit rester éteint."


def _secret(regle: Mapping[str, str]) -> Iterator[str]:
    if len(regle.get("PASAPAS_SECRET_KEY", "")) < 50:
        yield "PASAPAS_SECRET_KEY doit tenir un secret d’au moins 50 caractères."


def _noms(regle: Mapping[str, str]) -> Iterator[str]:
    noms = [nom.strip() for nom in regle.get("PASAPAS_HOSTS", "").split(",") if nom.strip()]
    adresse = regle.get("PASAPAS_ADRESSE", "").rstrip("/")
    if not noms:
        yield "PASAPAS_HOSTS doit nommer l’hôte servi, par exemple fresque.example.org."
    elif "*" in noms:  # the links of e-mails are made from the host asked for
        yield "PASAPAS_HOSTS nomme les hôtes, sans « * »."
    elif any(nom.startswith(".") for nom in noms) and not adresse:
        yield (
            "PASAPAS_HOSTS admet tous les noms d’un domaine : PASAPAS_ADRESSE doit dire où mènent "
            "les liens des e-mails, par exemple https://fresque.example.org."
        )
    if adresse and not (ENTIERE.fullmatch(adresse) and adresse.startswith("https://")):
        yield "PASAPAS_ADRESSE s’écrit https://fresque.example.org, sans chemin."


def _courriel(regle: Mapping[str, str]) -> Iterator[str]:
    adresse = regle.get("PASAPAS_EMAIL_URL", "")
    if not adresse or adresse.partition(":")[0].lower() in FACTICES:
        yield (
            "PASAPAS_EMAIL_URL doit nommer un serveur qui envoie vraiment les e-mails, par exemple "
            "smtp+tls://compte:passe@smtp.example.org:587 : sans lui, ni invitation, ni code, ni "
            "mot de passe oublié n’arrivent."
        )
