"""Whether all is well, for probes and for Prometheus: what the database says when it is asked, kept nowhere."""
