"""The services of an installation: settings in, rendered files out, containers brought to them."""
