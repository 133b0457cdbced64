"""The walk: in every table, the rows that lead to a person or say their name."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model, Q

from fresque.donnees import registre
from fresque.donnees.personne import Personne, a_l_adresse
from fresque.donnees.reperage import Mots, Reperage
from pasapas.models import Contact, Courriel, Evenement, Invitation, Participant, User
from pasapas.travaux.boite import empreintes

Cherchee = Personne | Mots
Raisons = dict[Any, set[str]]  # by key of the row
MOI, ECRIT_PAR = "c’est vous", "écrit par vous"
SIGNATURES = {"auteur", "qui"}  # links that say who wrote the row
RESERVE = "Un texte réservé à certains lecteurs vous nomme : demandez-le-leur."
PAQUET = 500


def liees(modele: type[Model], personne: Personne) -> Raisons:
    """The rows that lead to the person by a key, and why."""
    trouvees: Raisons = defaultdict(set)
    for condition, raison in _conditions(modele, personne):
        for pk in registre.partout(modele).filter(condition).values_list("pk", flat=True):
            trouvees[pk].add(raison)
    if modele is Session:
        for session in sessions(personne):
            trouvees[session.pk].add("à vous")
    return trouvees


def _conditions(modele: type[Model], personne: Personne) -> Iterator[tuple[Q, str]]:
    user = personne.user
    for nom in registre.liens(modele, Participant):
        raison = ECRIT_PAR if nom in SIGNATURES else _libelle(modele, nom)
        yield Q(**{f"{nom}__in": personne.participants}), raison
    if user:
        for nom in registre.liens(modele, User):
            yield Q(**{nom: user}), _libelle(modele, nom)
        if par := registre.table(modele).par:
            yield Q(**{par: user}), "à vous"
    yield from _propres(modele, personne)


def _propres(modele: type[Model], personne: Personne) -> Iterator[tuple[Q, str]]:
    """What leads to the person otherwise than by a foreign key."""
    if modele is User and personne.user:
        yield Q(pk=personne.user.pk), MOI
    elif modele in (Participant, Contact):
        yield Q(pk__in=[p.pk for p in personne.participants if modele is Participant]), MOI
        yield Q(pk__in=[c.pk for c in personne.contacts if modele is Contact]), MOI
        partages = [ligne.pk for ligne in personne.partages if isinstance(ligne, modele)]
        yield Q(pk__in=partages), "porte votre adresse e-mail"
    elif modele is Invitation:
        yield a_l_adresse(personne.courriels), "envoyée à votre adresse"
    elif modele is Courriel:
        dites = [une for courriel in personne.courriels for une in empreintes(courriel)]
        yield Q(empreinte__in=dites), "envoyé à votre adresse, ou sur le point de l’être"
    elif modele is Evenement:
        yield evenements_sur(personne), "changement qui vous concerne"
    elif modele is LogEntry:
        yield journal_d_administration(personne), "geste d’administration qui vous concerne"


def evenements_sur(personne: Personne) -> Q:
    """The changes made to the rows that are this person."""
    condition = Q(pk__in=[])
    for objet, lignes in (("participant", personne.participants), ("contact", personne.contacts)):
        condition |= Q(objet=objet, objet_pk__in=[ligne.pk for ligne in lignes])
    return condition


def journal_d_administration(personne: Personne) -> Q:
    siennes = (*personne.participants, *personne.contacts, personne.user)
    return gestes_sur(*filter(None, siennes))


def gestes_sur(*lignes: Model) -> Q:
    """What was done to these rows in the administration."""
    condition = Q(pk__in=[])
    for ligne in lignes:
        genre = ContentType.objects.get_for_model(ligne)
        condition |= Q(content_type=genre, object_id=str(ligne.pk))
    return condition


def sessions(personne: Personne) -> list[Session]:
    """The sessions of the account, and those that only hold its address (a code asked for)."""
    if personne.user is None:
        return []
    cle = str(personne.user.pk)
    adresses = Reperage.de([], personne.courriels, [], "")  # whole: n@… is no jean@…
    return [
        session
        for session in Session.objects.order_by("pk").iterator()
        if (dit := session.get_decoded()).get("_auth_user_id") == cle or adresses.trouve(str(dit))
    ]


def _libelle(modele: type[Model], nom: str) -> str:
    libelle = str(modele._meta.get_field(nom).verbose_name)  # type: ignore[union-attr]
    return libelle if libelle != nom else "à vous"


def textes(
    modele: type[Model], personne: Cherchee
) -> Iterator[tuple[Any, Reperage, dict[str, Any]]]:
    """Key, what to look for, and free texts of each row of the person's fresques."""
    colonnes = (*registre.ecrits(modele), *registre.references(modele))
    chemin = registre.chemin_du_projet(modele)
    if not colonnes or (not chemin and modele is not LogEntry):
        return
    for projet in personne.projets if chemin else (None,):
        reperage = personne.reperage(projet)
        lignes = registre.partout(modele).filter(**({chemin: projet} if chemin else {}))
        for pk, *valeurs in lignes.order_by("pk").values_list("pk", *colonnes).iterator(PAQUET):
            yield pk, reperage, dict(zip(colonnes, valeurs, strict=True))


def mentions(modele: type[Model], personne: Personne) -> dict[Any, list[str]]:
    """The rows whose texts say the person's name, address or telephone: the words around."""
    prives = registre.table(modele).prives
    trouvees: dict[Any, list[str]] = {}
    for pk, reperage, colonnes in textes(modele, personne):
        extraits = []
        for nom, valeur in colonnes.items():
            if nom in prives and reperage.trouve(valeur):
                extraits.append(RESERVE)
            elif nom not in prives:
                extraits += reperage.extraits(valeur)
        if extraits:
            trouvees[pk] = extraits
    return trouvees
