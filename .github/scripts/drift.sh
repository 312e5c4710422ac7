#!/usr/bin/env bash
# Looks whether what runs of a stack is what was deployed. Writes REPORT where it is not, and drift=true or drift=false for
# the steps that follow.
#
#   drift.sh STACK REPORT
#
# Exit status: 0 it has looked; else that of `npm run drift`: 1 it could not, 2 the stack file is refused.
set -euo pipefail

status=0
npm run -s drift -- "$1" --out "$2" || status=$?
case $status in
    0) echo drift=false ;;
    3) echo drift=true ;;
    *) exit "$status" ;;
esac >>"$GITHUB_OUTPUT"
