"""One person written down wherever the database can hold one, and the search for what is left."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, models

from diagnostic.models import Campagne
from fiches.models import ResponsableEtape
from fresque.donnees import registre
from pasapas.models import (
    Accompagnement,
    Evenement,
    Intervention,
    Participant,
    Pause,
    PisteProposee,
    Projet,
    Role,
    User,
)
from tests import factories as f
from tests.mur import remplir

PRENOM, NOM = "Zéphyrine", "Quetzalcanari"
COURRIEL, TELEPHONE = "zq.canari@example.org", "06 98 76 54 32"
TRACES = (NOM.lower(), COURRIEL, "06 98 76 54 32", "0698765432")
TEXTE = f"Voir {PRENOM} {NOM}, {COURRIEL}, 0698765432."


def mene_a_quelqu_un(modele: type[models.Model]) -> bool:
    """Whether its rows lead to a person."""
    liens = [registre.liens(modele, vers) for vers in (User, Participant)]
    return any(liens) or bool(registre.table(modele).par)


def semer() -> Participant:
    """A fresque where every text and every link is hers, and another one that names her too."""
    user = f.UserFactory(prenom=PRENOM, nom=NOM, email=COURRIEL)
    projet = remplir(f.ProjetFactory(nom="La fresque du canari"), 1)
    moi = f.ParticipantFactory(
        projet=projet,
        prenom=PRENOM,
        nom=NOM,
        reference="zephyrine-quetzalcanari",
        fonction="Veilleuse de nuit",
        courriel=COURRIEL,
        telephone=TELEPHONE,
        role=Role.CONTRIBUTEUR,
        user=user,
        ordre_equipe=9,
    )
    for modele in nos_tables():
        semer_dans(modele, moi)
    semer_la_memoire(moi)
    semer_ailleurs()
    semer_chez_les_autres(user, projet)
    return moi


def nos_tables() -> list[type[models.Model]]:
    sans = {Participant, Projet, User, Evenement}
    return [
        modele
        for modele in apps.get_models()
        if modele._meta.app_label in ("pasapas", "diagnostic", "fiches", "bilan", "fresque")
        and modele not in sans
        and (mene_a_quelqu_un(modele) or registre.ecrits(modele))
    ]


def semer_dans(modele: type[models.Model], moi: Participant) -> None:
    """One row of hers in this table: her name in each text, herself behind each link."""
    fabrique = getattr(f, f"{modele.__name__}Factory", None)
    chemin = registre.chemin_du_projet(modele)
    ligne = modele.objects.filter(projet=moi.projet).first() if chemin else None
    if ligne is None and fabrique:
        ligne = fabrique(**({"projet": moi.projet} if chemin else {}), **d_avance(modele, moi))
    assert ligne is not None, f"{modele.__name__} : aucune ligne où mettre le canari"
    valeurs = {nom: texte_pour(modele, nom) for nom in registre.ecrits(modele)}
    valeurs |= dict.fromkeys(registre.references(modele), "zephyrine-quetzalcanari")
    liens = registre.liens(modele, Participant)
    plusieurs = {champ.name for champ in modele._meta.many_to_many}
    valeurs |= {nom: moi for nom in liens if nom not in plusieurs}
    valeurs |= dict.fromkeys(registre.liens(modele, User), moi.user)
    if modele is ResponsableEtape:  # somebody, or a name: a row of each
        f.ResponsableEtapeFactory(etape=ligne.etape, nom=valeurs.pop("nom"))
    modele.objects.filter(pk=ligne.pk).update(**valeurs)


def d_avance(modele: type[models.Model], moi: Participant) -> dict[str, Any]:
    """What the database asks of a row of this kind."""
    if modele is Campagne:
        return {"close_le": "2026-01-01"}
    if modele in (Intervention, Pause, PisteProposee):
        return {"accompagnement": Accompagnement.objects.get(projet=moi.projet)}
    return {}


def texte_pour(modele: type[models.Model], nom: str) -> Any:
    champ = modele._meta.get_field(nom)
    if isinstance(champ, models.JSONField):
        return {"mots": [{"qui": TEXTE}]}
    if isinstance(champ, models.EmailField):
        return COURRIEL
    if isinstance(champ, models.URLField):
        return "https://example.org/zephyrine-quetzalcanari"
    return TEXTE[: champ.max_length] if (champ.max_length or 100) > 50 else f"{PRENOM[0]}. {NOM}"


def semer_la_memoire(moi: Participant) -> None:
    """What the journal says of her, by her, and around her."""
    Projet.objects.filter(pk=moi.projet_id).update(ambition=TEXTE, nom=f"Le projet de {TEXTE}")
    sur_elle = {"projet": moi.projet, "objet": "participant", "objet_pk": moi.pk}
    f.EvenementFactory(**sur_elle, apres=str(moi), nom="Inès Carpentier")
    f.EvenementFactory(**sur_elle, champ="nom", avant="Quetzalcanari-Dupont", apres=NOM)
    f.EvenementFactory(**sur_elle, champ="telephone", apres=TELEPHONE)
    f.EvenementFactory(projet=moi.projet, qui=moi, nom=str(moi), apres="Un constat de nuit")
    f.EvenementFactory(projet=moi.projet, champ="referent", avant="", apres=str(moi))
    f.EvenementFactory(projet=moi.projet, avant=f"La parole de Mme {NOM}", apres="La parole")
    f.EvenementFactory(projet=moi.projet, apres="Avec Zephyrine Quetzalcanari-Dupont")


def semer_ailleurs() -> None:
    """Another établissement keeps her card, and once invited her."""
    carte = f.ContactFactory(nom=f"{PRENOM} {NOM}", courriel=COURRIEL.upper(), telephone=TELEPHONE)
    f.EvenementFactory(projet=carte.projet, objet="contact", objet_pk=carte.pk, apres=str(carte))
    f.InvitationFactory(courriel=COURRIEL)
    f.ContactFactory(nom="Secrétariat", courriel=COURRIEL)


def semer_chez_les_autres(user: User, projet: Projet) -> None:
    """The tables of the libraries."""
    adresse = EmailAddress.objects.create(user=user, email=COURRIEL, verified=True, primary=True)
    EmailConfirmation.create(adresse)
    user.groups.add(Group.objects.create(name="Relecture"))
    Authenticator.objects.create(
        user=user, type="webauthn", data={"name": f"La clé de {PRENOM} {NOM}", "credential": {}}
    )
    UserSession.objects.create(
        user=user, ip="192.0.2.7", session_key="c1", user_agent=f"Navigateur de {NOM}"
    )
    compte = SocialAccount.objects.create(
        user=user, provider="oidc", uid=COURRIEL, extra_data={"name": f"{PRENOM} {NOM}"}
    )
    SocialToken.objects.create(account=compte, token="jeton")
    for contenu in ({"_auth_user_id": str(user.pk), "de": NOM}, {"code": {"email": COURRIEL}}):
        session = SessionStore()
        session.update(contenu)
        session.save()
    semer_l_administration(user, projet)


def semer_l_administration(user: User, projet: Projet) -> None:
    administratrice = f.UserFactory(is_staff=True, prenom="Odile", nom="Garde")
    message = '[{"changed": {"name": "participant", "object": "Z\\u00e9phyrine Quetzalcanari"}}]'
    for auteur, objet, texte in (
        (administratrice, user, ""),
        (administratrice, projet, message),
        (user, projet, ""),
    ):
        LogEntry.objects.create(
            user=auteur,
            content_type=ContentType.objects.get_for_model(objet),
            object_id=str(objet.pk),
            object_repr=str(objet)[:200],
            action_flag=CHANGE,
            change_message=texte,
        )


def lignes_qui_la_nomment() -> set[tuple[str, str]]:
    """Walk every column of every table of the database, without asking our own code."""
    modeles = {modele._meta.db_table: modele for modele in registre.modeles()}
    trouvees = {(label, cle) for label, cle in _sessions()}
    for table in connection.introspection.table_names():
        for cle in _cles(table, modeles.get(table)):
            trouvees.add((modeles[table]._meta.label if table in modeles else table, cle))
    return trouvees


def _cles(table: str, modele: type[models.Model] | None) -> Iterator[str]:
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        colonnes = [colonne[0] for colonne in curseur.description]
        for valeurs in curseur.fetchall():
            if any(trace in str(valeur).lower() for valeur in valeurs for trace in TRACES):
                ligne = dict(zip(colonnes, valeurs, strict=True))
                yield str(modele._meta.pk.to_python(ligne[modele._meta.pk.column]))


def _sessions() -> Iterator[tuple[str, str]]:
    for session in Session.objects.order_by("pk"):
        if any(trace in str(session.get_decoded()).lower() for trace in TRACES):
            yield "sessions.Session", session.pk
