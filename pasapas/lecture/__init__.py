"""Reading a typed file strictly: plain bounded YAML, and refusals that say line and reason."""
