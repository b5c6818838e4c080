"""The actor register as data: `register.json`, made by `python -m register_build.make`."""
