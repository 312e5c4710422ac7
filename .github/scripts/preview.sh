#!/usr/bin/env bash
# Shows what an `up` of a stack would change, in the log and in the summary of the run.
#
#   preview.sh STACK
#
# Exit status: that of `npm run preview`; 2 when the stack file or a policy refuses it.
set -euo pipefail

# GitHub takes a summary of 1 MiB at the most.
most=900000
seen=$RUNNER_TEMP/preview.txt
status=0
npm run -s preview -- "$1" --diff 2>&1 | tee "$seen" || status=$?

{
    printf '### Preview of %s\n\n``````text\n' "$1"
    head -c "$most" "$seen"
    printf '\n``````\n'
} >>"$GITHUB_STEP_SUMMARY"
exit "$status"
