"""What people have typed at the desk and not saved, and who is at which article.

Nothing here is part of an article or of its history: no revision, no event, nothing that another
person's page shows but a name. It may all be thrown away without changing the magazine.
"""
