#!/usr/bin/env bash
# Puts COMMENT under the pull request PULL_REQUEST: in place of the one that is there from before, where there is one. Without a
# COMMENT it says that there is none for COMMIT.
set -euo pipefail

marker='<!-- evenkeel review -->'
if [ -z "$COMMENT" ]; then
    run=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
    COMMENT=$marker$'\n'"### evenkeel: what $COMMIT changes could not be told"$'\n\n'"[This run]($run) says why."
elif [ "${COMMENT%%$'\n'*}" != "$marker" ]; then
    echo "The comment does not begin with the line by which it is found again: $marker" >&2
    exit 1
fi

text=$RUNNER_TEMP/posted.md
printf '%s\n' "$COMMENT" >"$text"
own=".[] | select(.user.login == \"github-actions[bot]\" and ((.body // \"\") | startswith(\"$marker\"))) | .id"
earlier=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments?per_page=100" --jq "$own" | sed -n 1p)

if [ -n "$earlier" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$text"
else
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field "body=@$text"
fi
