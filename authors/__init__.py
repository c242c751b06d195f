"""People: accounts, authors, medical reviewers and the credentials that entitle them."""
