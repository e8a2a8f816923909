"""The problem types, a folder for each topic; the folder is the registry."""
