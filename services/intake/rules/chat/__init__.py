"""The chat's rules: the dialogue as a table, what a person's words mean in it, when colleagues answer."""
