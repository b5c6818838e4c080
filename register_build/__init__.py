"""Makes the actor register from public facts and our own tables: `python -m register_build.make`."""
