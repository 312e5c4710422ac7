# shellcheck shell=sh
# A push, step by step. Whatever fails ends the shell, and the undo on exit does the rest.

apply_release() {
    : 2>/dev/null >"$log" || :
    old=
    trap 'code=$?; [ "$code" = 0 ] || undo; exit "$code"' EXIT
    trap 'exit 143' INT TERM
    allow_starts
    remember_before
    install_missing
    check_version
    make_folders
    heal
    old=$(proven_release)
    if is_live; then
        say "release $release is live already: nothing to do"
    else
        go_live
    fi
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

prove_services() {
    say "probing every service through it"
    unreachable=$(await_services "$required")
    if [ -n "$unreachable" ]; then
        fail "no instance answers its health check through the new release: $(echo "$unreachable" | tr '\n' ' ')"
    fi
}

# After the proof: nothing in here can take the release back.
tidy() {
    ensure_checker
    remember_release
    prune
    trap - EXIT
}
