"""The account a person logs in with. Who they are in a projet is a Participant."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Permission, PermissionsMixin
from django.db import models
from django.utils import timezone

from .champs import AdresseMail, TexteCourt
from .regles import regle


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None, password: str | None = None, **champs: Any) -> "User":
        """An account; ``email`` may be None for a person who has no address."""
        user = self.model(email=self.normalize_email(email).lower() or None, **champs)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **champs: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)

    def administrant(self, permission: str) -> models.QuerySet["User"]:
        """The administrateurs who were given this permission (« app.codename »)."""
        application, code = permission.split(".")
        nomme = {"content_type__app_label": application, "codename": code}
        donnee = Permission.objects.filter(**nomme).values("pk")
        a_elle = (
            models.Q(is_superuser=True)
            | models.Q(user_permissions__in=donnee)
            | models.Q(groups__permissions__in=donnee)
        )
        return self.filter(a_elle, is_staff=True, is_active=True).distinct()


class User(AbstractBaseUser, PermissionsMixin):
    email = AdresseMail("adresse e-mail", unique=True, null=True, blank=True)
    prenom = TexteCourt("prénom", max_length=100)
    nom = TexteCourt("nom", max_length=100)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("accès à l’administration", default=False)
    date_joined = models.DateTimeField("créé le", default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            regle(
                "user_email_absent_ou_rempli",
                models.Q(email__isnull=True) | ~models.Q(email=""),
                "Laissez l’adresse absente plutôt que vide.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.email or "Compte sans nom"

    @property
    def identite(self) -> dict[str, str]:
        """What a fresque calls them, as a participant."""
        return {"prenom": self.prenom, "nom": self.nom or self.get_full_name()}

    def get_short_name(self) -> str:
        return self.prenom or self.get_full_name()
