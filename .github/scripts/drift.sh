#!/usr/bin/env bash
# Looks whether what runs of a stack is what was deployed: what the doctor misses and, on the Pulumi CLI, what an `up` would
# put back after a refresh. Writes what it found to REPORT, and drift=true or drift=false for the steps that follow.
#
#   drift.sh STACK REPORT
#
# Exit status: 0 it has looked, 1 it could not, 2 the stack file is refused.
set -euo pipefail

stack=$1
report=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Of `pulumi preview --expect-no-changes`: https://www.pulumi.com/docs/iac/cli/exit-codes/
changes=7

# An issue takes 65,536 characters.
most=40000

main() {
    require_deployed
    ask_doctor
    ask_cli
    if [ -s "$folder/missing" ] || [ -s "$folder/changes" ]; then
        write_report >"$report"
        echo "drift=true" >>"$GITHUB_OUTPUT"
    else
        echo "drift=false" >>"$GITHUB_OUTPUT"
    fi
}

# Nothing differs from what was never deployed: without a backend's state the answer would always be no.
require_deployed() {
    npm run -s outputs -- "$stack" >"$folder/outputs" || exit "$?"
}

ask_doctor() {
    local status=0
    npm run -s doctor -- "$stack" >"$folder/doctor" 2>&1 || status=$?
    cat "$folder/doctor"
    only_missing <"$folder/doctor" >"$folder/missing"
    if [ "$status" -ne 0 ] && [ ! -s "$folder/missing" ]; then
        exit "$status"
    fi
}

# Each missing thing with what to do about it, below the heading of the machine that it is about.
only_missing() {
    awk '
        /^[^ ]/ { heading = $0 }
        /^  missing / { if (heading != "") print heading; heading = ""; print; wanted = 1; next }
        wanted && /^ +->/ { print }
        { wanted = 0 }
    '
}

# The doctor names the CLI where there is one, and has readied its workspace. The embedded engine has no refresh.
ask_cli() {
    local cli home workspace status=0
    cli=$(sed -n 's/^  ok  *Pulumi CLI: //p' "$folder/doctor")
    home=$(cd "${EVENKEEL_HOME:-.evenkeel}" && pwd)
    workspace=$home/cli/$stack
    if [ -z "$cli" ] || [ ! -d "$workspace" ]; then
        return 0
    fi
    if [ -z "${PULUMI_BACKEND_URL:-}${PULUMI_ACCESS_TOKEN:-}" ] && [ -d "$home/pulumi" ]; then
        export PULUMI_BACKEND_URL="file://$home/pulumi"
    fi
    PATH=$(dirname "$cli"):$PATH PULUMI_NODEJS_TRANSPILE_ONLY=true PULUMI_SKIP_UPDATE_CHECK=true \
        "$cli" preview --cwd "$workspace" --stack "$stack" --refresh --diff --expect-no-changes --non-interactive --color never \
        >"$folder/preview" 2>&1 || status=$?
    cat "$folder/preview"
    case $status in
        0) ;;
        "$changes") cp "$folder/preview" "$folder/changes" ;;
        *) exit 1 ;;
    esac
}

write_report() {
    echo "What runs of the stack **$stack** is not what was deployed."
    if [ -s "$folder/missing" ]; then
        printf '\nThe doctor misses:\n'
        fenced "$folder/missing"
    fi
    if [ -s "$folder/changes" ]; then
        printf '\nAn update after a refresh would change:\n'
        fenced "$folder/changes"
    fi
    printf '\nTo look for yourself: npm run doctor -- %s. To bring back what the stack file says: npm run up -- %s\n' "$stack" "$stack"
}

fenced() {
    printf '\n``````text\n'
    head -c "$((most / 2))" "$1"
    printf '\n``````\n'
}

main
