"""Who is asked about: an account, its places in each fresque, and what they are called there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from fresque.donnees.appellations import dites, noms_portes
from fresque.donnees.registre import partout
from fresque.donnees.reperage import Nom, Reperage
from pasapas.models import Contact, Etablissement, Participant, Projet, Service, User

ANCIEN = "Ancien membre"
CONTACT = "Contact effacé"


@dataclass(frozen=True)
class Personne:
    """``participants`` and ``contacts`` are the rows that are this person.

    ``courriels`` are the addresses proved theirs; the rows of other people that bear one of
    them (a shared mailbox) are ``partages``: the address leaves them, the person stays.
    """

    user: User | None
    participants: tuple[Participant, ...] = ()
    contacts: tuple[Contact, ...] = ()
    courriels: frozenset[str] = frozenset()
    partages: tuple[Participant | Contact, ...] = ()
    remplacant: str = ANCIEN
    _reperages: dict[int | None, Reperage] = field(default_factory=dict, compare=False)

    @cached_property
    def noms(self) -> tuple[Nom, ...]:
        """Everything they are called, anywhere; as the account says it comes last."""
        connus = [nom for pk in self.projets for nom in self._noms_dans(pk)]
        return tuple(dict.fromkeys([*connus, *self._nom_du_compte]))

    @property
    def _nom_du_compte(self) -> list[Nom]:
        nom = Nom(self.user.prenom, self.user.nom) if self.user else Nom("", "")
        return [nom] if nom.nom else []

    def _noms_dans(self, projet_pk: int | None) -> list[Nom]:
        """What this fresque calls them, and what their account does: a name that people give
        themselves elsewhere, « la direction », finds nothing in what they never could write."""
        if projet_pk is None:  # the back office
            return self._nom_du_compte if self.user else list(self.noms)
        lignes = [p for p in self.participants if p.projet_id == projet_pk]
        connus = [nom for ligne in lignes for nom in noms_portes(ligne)]
        connus += [Nom("", c.nom) for c in self.contacts if c.projet_id == projet_pk]
        return [nom for nom in (*connus, *self._nom_du_compte) if nom.nom]

    @cached_property
    def projets(self) -> tuple[int, ...]:
        """The fresques in which something was written by or about this person."""
        lignes = (*self.participants, *self.contacts, *self.partages)
        return tuple(sorted({ligne.projet_id for ligne in lignes}))

    def reperage(self, projet_pk: int | None = None) -> Reperage:
        """What to look for in the texts of a projet; None: outside any."""
        if projet_pk not in self._reperages:
            self._reperages[projet_pk] = self._chercher(projet_pk)
        return self._reperages[projet_pk]

    def _chercher(self, projet_pk: int | None) -> Reperage:
        """The switchboard of the établissement is nobody's own telephone."""
        autres = list(self._autres(projet_pk))
        prises = {li.courriel.lower() for li in autres} | {li.telephone for li in autres}
        siennes: tuple[Participant | Contact, ...] = (*self.participants, *self.contacts)
        ici = [ligne for ligne in siennes if ligne.projet_id == projet_pk]
        miens = [p for p in self.participants if p.projet_id == projet_pk]
        dits = {champ: dites(miens, champ) for champ in ("courriel", "telephone")}
        return Reperage.de(
            self.cherches(projet_pk),
            self.courriels | ({li.courriel.lower() for li in ici} | dits["courriel"]) - prises,
            ({li.telephone for li in ici} | dits["telephone"]) - prises,
            self.remplacant,
        )

    def cherches(self, projet_pk: int | None) -> list[Nom]:
        """The names looked for there. One that someone else bears too may speak of them; the one
        of the établissement or of a service speaks of the place."""
        homonymes = {_nom(ligne).plie for ligne in self._autres(projet_pk)}
        lieux = _lieux(projet_pk)
        return [
            nom
            for nom in dict.fromkeys(self._noms_dans(projet_pk))
            if nom.motifs and nom.plie not in homonymes and not nom.est_dans(lieux)
        ]

    def _autres(self, projet_pk: int | None) -> Iterable[Participant | Contact]:
        if projet_pk is None:
            return
        for modele, miennes in ((Participant, self.participants), (Contact, self.contacts)):
            lignes = modele.objects.filter(projet=projet_pk).order_by("pk")
            yield from lignes.exclude(pk__in=[ligne.pk for ligne in miennes])


def _lieux(projet_pk: int | None) -> list[str]:
    if projet_pk is None:
        return []
    chez_eux = partout(Projet).filter(pk=projet_pk).values("etablissement")
    maisons = partout(Etablissement).filter(pk__in=chez_eux).order_by("pk")
    services = partout(Service).filter(etablissement__in=chez_eux).order_by("pk")
    noms = [nom for trio in maisons.values_list("nom", "nom_court", "gestionnaire") for nom in trio]
    return [*noms, *services.values_list("nom", flat=True)]


def _nom(ligne: Participant | Contact) -> Nom:
    return Nom(getattr(ligne, "prenom", ""), ligne.nom)


def a_l_adresse(courriels: Iterable[str]) -> Q:
    """The rows that bear one of these addresses."""
    condition = Q(pk__in=[])
    for courriel in courriels:
        condition |= Q(courriel__iexact=courriel)
    return condition


def _a_l_adresse(lignes: QuerySet, courriels: Iterable[str]) -> QuerySet:
    return lignes.filter(a_l_adresse(courriels)).order_by("pk")


def de_compte(user: User) -> Personne:
    """The person of this account, wherever they are written down."""
    verifiees = EmailAddress.objects.filter(user=user, verified=True)
    courriels = {adresse.lower() for adresse in verifiees.values_list("email", flat=True)}
    if user.email:
        courriels.add(user.email.lower())
    liees = partout(Participant).filter(user=user).select_related("projet").order_by("pk")
    return _completer(user, tuple(liees), courriels)


def de_courriel(courriel: str) -> Personne | None:
    """The person of this address, with an account or not; None when nobody bears it."""
    user = User.objects.filter(email__iexact=courriel).first()
    if user:
        return de_compte(user)
    personne = _completer(None, (), {courriel.lower()})
    return personne if personne.participants or personne.contacts else None


def _completer(user: User | None, liees: tuple[Participant, ...], courriels: set[str]) -> Personne:
    """Add the rows without account that bear one of these addresses."""
    libres = partout(Participant).filter(user=None).select_related("projet")
    lignes = [
        *_a_l_adresse(libres, courriels),
        *_a_l_adresse(partout(Contact).select_related("projet"), courriels),
    ]
    noms = {_nom(p).plie for p in liees}
    if user and user.nom:
        noms.add(Nom(user.prenom, user.nom).plie)
    if not noms:  # no account: the first row found says who it is
        noms = {_nom(ligne).plie for ligne in lignes[:1]}
    miennes = [ligne for ligne in lignes if _nom(ligne).plie in noms]
    miennes += _cartes_sans_adresse(liees, noms)
    ailleurs = partout(Participant).exclude(user=None).exclude(user=user)
    return Personne(
        user=user,
        participants=(*liees, *(li for li in miennes if isinstance(li, Participant))),
        contacts=tuple(li for li in miennes if isinstance(li, Contact)),
        courriels=frozenset(courriels),
        partages=(
            *(li for li in lignes if li not in miennes),
            *_a_l_adresse(ailleurs, courriels),
        ),
    )


def _cartes_sans_adresse(
    participants: Iterable[Participant], noms: Collection[frozenset[str]]
) -> list[Contact]:
    """In the répertoires of their own fresques, the cards at their name that give no address."""
    projets = [participant.projet_id for participant in participants]
    cartes = Contact.objects.filter(projet__in=projets, courriel="").select_related("projet")
    return [carte for carte in cartes.order_by("pk") if _nom(carte).plie in noms]


def sans_compte(participant: Participant) -> bool:
    """Nobody answers for this person but the group: no account, or one that only a card opens."""
    user = participant.user
    if user is None:
        return True
    ailleurs = user.participations.exclude(pk=participant.pk)
    return not user.email and not user.is_staff and not ailleurs.exists()


def de_participant(participant: Participant) -> Personne:
    """A person without account, known of this projet alone."""
    courriels = {participant.courriel.lower()} - {""}
    contacts = _a_l_adresse(Contact.objects.filter(projet=participant.projet_id), courriels)
    nom = _nom(participant).plie
    cartes = [*(c for c in contacts if _nom(c).plie == nom)]
    cartes += _cartes_sans_adresse([participant], [nom])
    return Personne(user=participant.user, participants=(participant,), contacts=tuple(cartes))


def de_contact(contact: Contact) -> Personne:
    """A card of the répertoire: perhaps someone who never heard of the fresque."""
    return Personne(user=None, contacts=(contact,), remplacant=CONTACT)
