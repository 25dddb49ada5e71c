#!/bin/sh
# Entrypoint of the sandbox's Traefik image: bare options and subcommands may be the whole command.
set -eu

case ${1:-} in
    '' | -*) set -- traefik "$@" ;;
    healthcheck | version) set -- traefik "$@" ;;
esac
exec "$@"
