#!/usr/bin/env bash
# Shows what an `up` of a stack would change, in the log and in the summary of the run, where what it comes to stands first.
#
#   preview.sh STACK
#
# Exit status: that of `npm run preview`; 2 when the stack file, a policy or the target refuses it; 1 as well when there is no
# state to compare with.
set -euo pipefail

stack=$1
seen=$RUNNER_TEMP/preview.txt

# Of each part: GitHub takes a summary of 1 MiB at the most.
most=400000

main() {
    local status=0 unknown=""
    npm run -s outputs -- "$stack" >"$RUNNER_TEMP/outputs.json" || unknown=yes
    if [ -n "$unknown" ]; then
        require_backend
    fi
    npm run -s preview -- "$stack" --diff 2>&1 | tee "$seen" || status=$?
    summarize "$unknown" >>"$GITHUB_STEP_SUMMARY"
    exit "$status"
}

# A fresh machine knows of no state but a backend's: without one, all that is deployed would pass for new.
require_backend() {
    if [ -z "${PULUMI_BACKEND_URL:-}${PULUMI_ACCESS_TOKEN:-}" ] && ! grep -q '^backend:' Pulumi.yaml; then
        echo "::error::No state of the stack $stack is to be had here. Set PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN in the environment preview-$stack." | tee -a "$GITHUB_STEP_SUMMARY"
        exit 1
    fi
}

summarize() {
    printf '### Preview of %s\n\n' "$stack"
    if [ -n "$1" ]; then
        printf '**The stack is not up, as far as the backend knows.** If it is, this is compared with nothing: check the variables of the environment.\n\n'
    fi
    if grep -qx 'Summary:' "$seen"; then
        sed '1,/^Summary:$/d' "$seen" | as_it_is
        printf '\n<details><summary>All that it says</summary>\n\n'
        as_it_is <"$seen"
        printf '\n</details>\n'
    else
        as_it_is <"$seen"
    fi
}

# Nothing in it ends the block or is markup.
as_it_is() {
    printf '<pre>\n'
    head -c "$most" | sed 's/&/\&amp;/g; s/</\&lt;/g'
    printf '</pre>\n'
}

main
