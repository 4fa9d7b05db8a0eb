"""Which words of an entry name the writer's own feeling."""
