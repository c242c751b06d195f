"""The doors of the desk: logging in, the second factor, passwords, sessions, joining."""
