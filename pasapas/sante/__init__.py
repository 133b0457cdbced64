"""Whether the installation is well, asked from outside: two addresses, and figures behind a key."""
