# shellcheck shell=sh
# A push, step by step. Whatever fails ends the shell, and the undo on exit does the rest.

apply_release() {
    : 2>/dev/null >"$log" || :
    # First of all: whatever fails from here on goes back to this one.
    old=$(proven_release)
    trap 'code=$?; [ "$code" = 0 ] || undo; exit "$code"' EXIT
    trap 'exit 143' INT TERM
    allow_starts
    remember_before
    install_missing
    check_version
    make_folders
    heal
    if is_live; then
        place_links
        say "release $release is live already: nothing to do"
    else
        go_live
    fi
    # Proven: from here on nothing may take the release back.
    trap - EXIT
    tidy
}

make_folders() {
    make_folder "$conf"
    make_folder "$logs"
    make_folder "$state"
    make_folder "$cache"
    make_folder "$(dirname "$pid_file")"
}

is_live() {
    [ ! -e "$home/journal" ] && [ "$old" = "$release" ] && is_staged && is_running && answers_as "$release"
}

go_live() {
    measure_services
    stage_release
    ask_instances
    open_journal
    must "the release could not be switched" point_link "$home/current" "releases/$release"
    place_links
    take_default_site_aside
    check_live
    start_or_reload
    say "waiting for the new release to answer"
    await_release "$release" || fail "the new release does not answer on $control" "$(new_errors)"
    prove_services
    close_journal
    say "release $release is live"
}

# A service that is down already must not keep a release from going out; a new one has to show that it works.
measure_services() {
    required=$(service_names "$settings")
    if [ -n "$old" ] && is_running; then
        before=$(service_names "$home/releases/$old/config/load_balancer.yaml")
        down=$(without "$before" "$(printf '%s\n' "$before" | answering)")
        required=$(without "$required" "$down")
    fi
}

# Straight from this host, while the old release still serves: a mistyped address must not cost a request.
ask_instances() {
    say "asking the instances"
    unreachable=$(await_services "$required" directly_answering)
    if [ -n "$unreachable" ]; then
        fail "no instance answers its health check: $(one_line "$unreachable")"
    fi
}

prove_services() {
    say "probing every service through it"
    unreachable=$(await_services "$required" answering)
    if [ -n "$unreachable" ]; then
        fail "no instance answers its health check through the new release: $(one_line "$unreachable")"
    fi
}

one_line() {
    printf '%s\n' "$1" | paste -s -d ' ' -
}

tidy() {
    ensure_checker
    remember_release
    prune
}
