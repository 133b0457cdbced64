"""The console of the chargés de mission: whom to call and why, inside the administration."""
