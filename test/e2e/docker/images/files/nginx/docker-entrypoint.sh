#!/bin/sh
# The official image's first runs the scripts of /docker-entrypoint.d, which touch the default configuration alone.
exec "$@"
