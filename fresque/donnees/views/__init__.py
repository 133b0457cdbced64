"""One's own data, and the data of one fresque."""
