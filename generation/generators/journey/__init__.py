"""Your Journey: what a model makes of all the sessions of a person that the waves have read."""
