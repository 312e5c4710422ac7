#!/usr/bin/env bash
# Keeps one issue for a stack: open and up to date while there is drift, closed when there is none.
#
#   drift-issue.sh STACK true|false REPORT
set -euo pipefail

stack=$1
drift=$2
report=$3
marker="<!-- evenkeel drift: $stack -->"
issues=repos/$GITHUB_REPOSITORY/issues

main() {
    local own open
    own=".[] | select(.user.login == \"github-actions[bot]\" and ((.body // \"\") | startswith(\"$marker\"))) | .number"
    open=$(gh api --paginate "$issues?state=open&per_page=100" --jq "$own" | sed -n 1p)
    case $drift in
        true) tell "$open" ;;
        false) end "$open" ;;
        *) echo "drift is \"$drift\", neither true nor false" >&2 && exit 1 ;;
    esac
}

tell() {
    local text=$RUNNER_TEMP/issue.md
    { echo "$marker" && cat "$report" && echo && echo "Last seen by $(run)."; } >"$text"
    if [ -n "$1" ]; then
        gh api --silent --method PATCH "$issues/$1" --field "body=@$text"
    else
        gh api --silent --method POST "$issues" --raw-field "title=Drift: $stack" --field "body=@$text"
    fi
}

end() {
    if [ -n "$1" ]; then
        gh api --silent --method POST "$issues/$1/comments" --raw-field "body=What runs is what was deployed again: $(run)."
        gh api --silent --method PATCH "$issues/$1" --raw-field state=closed --raw-field state_reason=completed
    fi
}

run() {
    echo "[this run]($GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID)"
}

main
