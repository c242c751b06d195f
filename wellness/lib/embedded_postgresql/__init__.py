"""A database engine for Django that starts the embedded PostgreSQL when it is first needed."""
