#!/bin/sh
# Puts a running container in the place of the one that serves a slot, or takes the slot away:
#   slot.sh take
#   slot.sh leave
# Runs where the docker command is. What it needs stands in the environment:
#   EVENKEEL_SITE, EVENKEEL_AGENT, EVENKEEL_SLOT
#   and, to take it, EVENKEEL_CONTAINER, EVENKEEL_PORT, EVENKEEL_HEALTH_PATH, EVENKEEL_RISE (good answers in a row),
#   EVENKEEL_TIMEOUT (seconds until it has to answer), EVENKEEL_DRAIN (seconds to finish what was begun)
# Safe to run again at any time.
set -eu

log_lines=20
most_restarts=3

in_agent() {
    docker exec "$EVENKEEL_AGENT" sh /evenkeel/scripts/slot.sh "$@"
}

take() {
    # It may be an earlier one that was stopped when another one took its place.
    docker start "$EVENKEEL_CONTAINER" >/dev/null || give_up "does not start"
    echo "waiting until $EVENKEEL_CONTAINER answers $EVENKEEL_HEALTH_PATH"
    await_ready
    in_agent take "$EVENKEEL_SLOT" "$EVENKEEL_CONTAINER" "$EVENKEEL_PORT"
    stop_others
}

await_ready() {
    deadline=$(($(date +%s) + EVENKEEL_TIMEOUT))
    until in_agent ready "$EVENKEEL_SLOT" "$EVENKEEL_CONTAINER" "$EVENKEEL_PORT" "$EVENKEEL_HEALTH_PATH" "$EVENKEEL_RISE" >/dev/null 2>&1; do
        must_still_run
        if [ "$(date +%s)" -ge "$deadline" ]; then
            give_up "did not answer $EVENKEEL_HEALTH_PATH within $EVENKEEL_TIMEOUT seconds"
        fi
        sleep 0.5
    done
}

must_still_run() {
    state=$(docker inspect --format '{{.State.Status}} {{.State.ExitCode}} {{.RestartCount}}' "$EVENKEEL_CONTAINER") ||
        give_up "is gone"
    # shellcheck disable=SC2086 # three words
    set -- $state
    case "$1" in
        exited | dead) give_up "has ended with exit code $2" ;;
    esac
    [ "$3" -lt "$most_restarts" ] || give_up "ends again and again"
}

# give_up <what is wrong with the container>
give_up() {
    {
        echo "evenkeel: $EVENKEEL_CONTAINER $1. Whatever served before goes on serving. Its last lines:"
        docker logs --tail "$log_lines" "$EVENKEEL_CONTAINER" 2>&1 | sed 's/^/    /'
    } >&2
    exit 1
}

# Nothing is sent to them any more: what they still do is the end of what they had begun.
stop_others() {
    for other in $(docker ps --quiet --no-trunc --filter "label=evenkeel.site=$EVENKEEL_SITE" --filter "label=evenkeel.slot=$EVENKEEL_SLOT"); do
        name=$(docker inspect --format '{{.Name}}' "$other")
        if [ "$name" != "/$EVENKEEL_CONTAINER" ]; then
            echo "stopping ${name#/}"
            docker stop --time "$EVENKEEL_DRAIN" "$other" >/dev/null
        fi
    done
}

# When the whole stack goes, the agent may be gone already.
leave() {
    in_agent leave "$EVENKEEL_SLOT" || echo "the agent of $EVENKEEL_SITE does not answer: the slot goes without a word"
}

case "${1-}" in
    take) take ;;
    leave) leave ;;
    *)
        echo "usage: slot.sh take | leave" >&2
        exit 2
        ;;
esac
