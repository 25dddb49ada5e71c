"""A declaration of every type of object, with another value for every field that can be changed; for tests."""
