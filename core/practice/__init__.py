"""What a practice enters: organisations, care teams, people, logins, sessions, messages.

Every door (the admin, commands, the API) calls these functions. They hold the rules and write the history; whether
whoever asks may do it is the door's question. What cannot be taken is an `InputRefused` that names the field.
"""
