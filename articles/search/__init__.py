"""Search for readers (docs/adr/0060).

``live_texts`` keeps the words of published articles, ``engine`` hands them to whatever finds them,
``query`` reads what was typed, ``finding`` answers, ``spelling`` helps where nothing was found.
"""
