"""Moving over from TheraBridge: its tables read as they are, each row brought once, what cannot be brought reported."""
