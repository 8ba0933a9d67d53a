"""The command line: a file a command, and one place that turns errors into text and exit codes."""
