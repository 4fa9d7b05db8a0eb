"""Everything about a person as one ZIP: made, checked, and read into an empty installation again."""
