"""What a request meets before any page: hosts, outages, static files, the wall between fresques."""
