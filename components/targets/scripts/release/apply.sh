# shellcheck shell=sh
# A push, step by step. Whatever fails ends the shell, and the undo on exit does the rest.
#
# What these scripts need of the machine that they run on, each target brings along in functions of its own:
#   read_machine       reads what is special about it; sets $control, a URL that the proxy answers questions about itself at,
#                      $control_way, a line of curl's configuration that leads there, and $newer_nginx, how to come by one
#   prepare_machine    makes it fit for a release; remembers how it was the first time
#   mend_machine       takes back what is done to it for a moment alone; called at any time, also for a push that was killed
#   make_folders       makes those that are not part of a release
#   made_folder        is told of each folder that was made
#   is_running         whether the proxy runs
#   run_nginx          nginx, with the arguments that it needs there; for -t
#   live_release       what the running proxy says it serves
#   place_links        shows the current release to all who read it; safe to repeat
#   clear_the_way      before the proxy is told: puts aside what would stand in the way of the release, and looks once more
#   start_or_reload    makes the proxy read it
#   tend_release       once it is proven: sees to whatever else follows a release
#   put_back_machine   after a first release that failed: makes it as it was
#   forget_machine     and forgets how that was

apply_release() {
    : 2>/dev/null >"$log" || :
    # First of all: whatever fails from here on goes back to this one.
    old=$(proven_release)
    trap 'code=$?; [ "$code" = 0 ] || undo; exit "$code"' EXIT
    trap 'exit 143' INT TERM
    mend_machine
    prepare_machine
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
    clear_the_way
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

# Past the proxy, while the old release still serves: a mistyped address must not cost a request.
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
    tend_release
    remember_release
    prune
}
