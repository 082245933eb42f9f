"""Training of the models that ship with Counterclaim; not part of the installed package."""
