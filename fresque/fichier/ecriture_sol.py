"""Writing the ground of a file: établissement, people, accompaniment, annexe 1, post-its."""

from django.db.models import QuerySet

from fresque.fichier.registre import Registre
from fresque.fichier.schema import (
    AccompagnementFichier,
    EtablissementFichier,
    PersonneFichier,
    ProjetFichier,
)
from fresque.fichier.schema_annexes_1_2 import Annexe1
from fresque.models import Constat, Inspiration
from fresque.operations import reference_libre
from pasapas.acces.porte import etablissements_menes
from pasapas.lecture.messages import Erreur, RapportErreurs
from pasapas.models import (
    Accompagnement,
    Acteur,
    ChangementActeur,
    Contact,
    Etablissement,
    Participant,
    PostIt,
    Region,
    Role,
    Service,
    ServiceMobilise,
    User,
)
from pasapas.models.etablissement import FINESS_A_CONFIRMER


def ecrire_etablissement(
    source: EtablissementFichier, createur: User | None, *, confirme: bool = True
) -> tuple[Etablissement, dict[str, Service]]:
    """The établissement of the file, the one already here if it may be reused, and its
    services by their reference: those it lacks are added, those it has are kept as they are."""
    valeurs = source.model_dump(exclude={"services", "region"})
    valeurs["region"] = Region.objects.get(code=source.region) if source.region else None
    etablissement = _deja_la(valeurs, createur) or _nouveau(valeurs, confirme=confirme)
    services = {service.reference: service for service in etablissement.services.all()}
    for rang, service in enumerate(source.services, len(services)):
        if service.id not in services:
            services[service.id] = Service.objects.create(
                etablissement=etablissement,
                reference=service.id,
                ordre=rang,
                **service.model_dump(exclude={"id"}),
            )
    nommes = {service.id for service in source.services}
    etablissement.services.filter(reference__in=nommes).update(retire_le=None)
    return etablissement, services


def _nouveau(valeurs: dict[str, object], *, confirme: bool) -> Etablissement:
    """One that nobody vouches for claims no FINESS. Raises RapportErreurs."""
    if valeurs["finess"] and not confirme:
        raise RapportErreurs([Erreur(None, "etablissement.finess", FINESS_A_CONFIRMER)])
    return Etablissement.objects.create(**valeurs, confirme=confirme)


def _deja_la(valeurs: dict[str, object], createur: User | None) -> Etablissement | None:
    """An import by a person reuses only an établissement they already lead: a name in a file
    must not give a place in someone else's."""
    tous = Etablissement.objects.sans_projet("le fichier nomme le sien ; voir plus bas qui le mène")
    candidats: QuerySet[Etablissement] = tous.filter(
        nom=valeurs["nom"], departement=valeurs["departement"]
    ).order_by("pk")
    if createur is not None:
        siens = candidats.filter(pk__in=etablissements_menes(createur).values("pk"))
        return next((un for un in siens if _meme_finess(un.finess, valeurs["finess"])), None)
    trouves = list(candidats[:2])
    champs = [nom for nom in valeurs if nom != "region"]
    if len(trouves) != 1 or trouves[0].region != valeurs["region"]:
        return None
    pareil = all(getattr(trouves[0], nom) == valeurs[nom] for nom in champs)
    return trouves[0] if pareil else None


def _meme_finess(un: str, autre: object) -> bool:
    """Two numbers that differ say two houses, whatever their name."""
    return not un or not autre or un == autre


def ecrire_personnes(
    registre: Registre, personnes: list[PersonneFichier], equipe: list[str]
) -> None:
    """No account is tied to anyone here: a file must not give access to anybody."""
    rangs = {nom: rang for rang, nom in enumerate(equipe)}
    for personne in personnes:
        registre.personnes[personne.id] = registre.nouveau(
            Participant,
            reference=personne.id,
            ordre_equipe=rangs.get(personne.id),
            **personne.model_dump(exclude={"id"}),
        )
    Participant.objects.bulk_create(registre.personnes.values())


def nommer_pilote(registre: Registre, createur: User) -> None:
    """Whoever imports leads the projet: as the person of the file who bears their address,
    or as one more participant."""
    adresse = (createur.email or "").casefold()
    meme = [p for p in registre.personnes.values() if adresse and p.courriel.casefold() == adresse]
    if meme:
        participant = meme[0]
        participant.acces_clos_le = None
        participant.role = Role.PILOTE
    else:
        participant = registre.nouveau(
            Participant,
            reference=reference_libre(Participant, registre.projet, createur.get_full_name()),
            prenom=createur.prenom,
            nom=createur.nom or createur.get_full_name(),
            courriel=createur.email or "",
            role=Role.PILOTE,
        )
    participant.user = createur
    participant.save()


def ecrire_accompagnement(registre: Registre, source: AccompagnementFichier) -> None:
    accompagnement = Accompagnement.objects.create(
        projet=registre.projet,
        charge_de_mission=registre.personne(source.charge_de_mission_id),
        autorisation_verifiee_le=source.eligibilite.autorisation_verifiee_le,
        convention_signee_le=source.eligibilite.convention_signee_le,
        debut=source.debut,
        fin_prevue=source.fin_prevue,
        phase=str(source.phase),
        entretien_date=source.entretien.date,
        entretien_duree=source.entretien.duree_minutes,
        entretien_mode=source.entretien.mode,
        entretien_compte_rendu=source.entretien.compte_rendu,
        jours_prevus=source.jours_sur_site.prevus,
        jours_realises=source.jours_sur_site.realises,
        notes_privees=source.notes_privees,
    )
    ServiceMobilise.objects.bulk_create(
        ServiceMobilise(
            projet=registre.projet,
            accompagnement=accompagnement,
            ordre=rang,
            **service.model_dump(),
        )
        for rang, service in enumerate(source.services_mobilises)
    )


def ecrire_annexe_1(registre: Registre, source: Annexe1) -> None:
    Inspiration.objects.bulk_create(
        registre.nouveau(Inspiration, **inspiration.model_dump())
        for inspiration in source.inspirations
    )
    Constat.objects.bulk_create(
        registre.nouveau(
            Constat,
            texte=constat.texte,
            service=registre.services[constat.service] if constat.service else None,
            auteur=registre.personne(constat.auteur_id),
            auteur_masque=constat.auteur_masque,
        )
        for constat in source.constats
    )
    for acteur in source.acteurs:
        registre.acteurs[acteur.id] = registre.nouveau(
            Acteur,
            reference=acteur.id,
            contact=registre.personne(acteur.contact_id),
            **acteur.model_dump(exclude={"id", "contact_id"}),
        )
    Acteur.objects.bulk_create(registre.acteurs.values())
    ChangementActeur.objects.bulk_create(
        ChangementActeur(
            projet=registre.projet,
            acteur=registre.acteurs[changement.acteur_id],
            date=changement.date,
            de=changement.de,
            vers=changement.vers,
            par=registre.personne(changement.par),
        )
        for changement in source.historique_carte
    )
    Contact.objects.bulk_create(
        registre.nouveau(
            Contact,
            acteur=registre.acteurs[contact.acteur_id] if contact.acteur_id else None,
            **contact.model_dump(exclude={"acteur_id"}),
        )
        for contact in source.repertoire
    )


def ecrire_postits(registre: Registre, source: ProjetFichier) -> None:
    colles = [
        (f"fiche-{fiche.numero}", postit)
        for fiche in source.annexe_3.fiches
        for postit in fiche.postits
    ]
    colles += [(postit.planche, postit) for postit in source.postits]
    PostIt.objects.bulk_create(
        registre.nouveau(
            PostIt,
            planche=planche,
            auteur=registre.personne(postit.auteur_id),
            **postit.model_dump(exclude={"planche", "auteur_id"}),
        )
        for planche, postit in colles
    )
