"""Who may open what: the door, the rights, the addresses, roles, invitations and cards."""
