"""Commands of ours in place of Django's: this app stands before Django's own, and the first one wins."""
