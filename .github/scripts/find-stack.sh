#!/usr/bin/env bash
# Says there=true or there=false to the steps that follow: a stack that a pull request removes has nothing to preview.
#
#   find-stack.sh STACK
set -euo pipefail

case $1 in
    */* | *.yaml | *.yml) file=$1 ;;
    *) file=Pulumi.$1.yaml ;;
esac

if [ -e "$file" ]; then
    echo there=true >>"$GITHUB_OUTPUT"
else
    echo "::notice::There is no $file here. Bring the stack down, and take $1 out of the variable EVENKEEL_STACKS."
    echo there=false >>"$GITHUB_OUTPUT"
fi
