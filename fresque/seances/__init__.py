"""When the group meets: séances fixed, moved, cancelled; who was there."""
