"""Tools that know nothing of the models, so that every part of the site may use them."""
