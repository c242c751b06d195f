"""How dates and times are written where no template says it: see FORMAT_MODULE_PATH."""
