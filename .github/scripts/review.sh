#!/usr/bin/env bash
# Says what a commit changes for each stack: for the comment, and in the summary of the run.
#
#   review.sh BASE
#
# Exit status: that of `npm run review`; 2 when a stack is refused, which the comment says, too.
set -euo pipefail

comment=$RUNNER_TEMP/comment.md
status=0
npm run -s review -- --against "$1" --out "$comment" || status=$?

if [ -s "$comment" ]; then
    cat "$comment" >>"$GITHUB_STEP_SUMMARY"
    # What comes from a stack file can't guess where the text ends, and so can't set another output.
    end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    {
        printf 'comment<<%s\n' "$end"
        cat "$comment"
        printf '\n%s\n' "$end"
    } >>"$GITHUB_OUTPUT"
fi
exit "$status"
