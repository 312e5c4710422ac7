# shellcheck shell=sh
# Which release to go back to while another one is not proven yet.
#   journal   "<release to go back to, or none> <release on trial>"; there only while a release is on trial
#   back      a link to the release to go back to, made while there still was space: renaming it needs none

current_release() {
    if [ -L "$home/current" ]; then
        basename "$(readlink "$home/current")"
    fi
}

open_journal() {
    say "switching from release ${old:-none} to $release"
    if [ -n "$old" ]; then
        must "the journal could not be written" point_link "$home/back" "releases/$old"
    fi
    must "the journal could not be written" write_journal
    on_trial=yes
}

write_journal() {
    echo "${old:-none} $release" | write_file "$home/journal"
}

close_journal() {
    on_trial=
    rm -f "$home/journal" "$home/back"
    sync_path "$home"
}

# An earlier push was killed: whatever it left behind has not been proven.
heal() {
    rm -f "$home"/*.tmp
    if [ ! -s "$home/journal" ]; then
        return 0
    fi
    read -r proven trial <"$home/journal"
    if [ "$proven" = none ]; then
        say "an earlier first push was interrupted: starting over"
        return 0
    fi
    say "an earlier push was interrupted: going back to release $proven, the last one that was proven"
    if go_back "$proven"; then
        close_journal
    else
        # The push at hand may be the very one that mends it.
        tell "release $proven does not answer yet: going on"
    fi
}

# The release that was proven last, or nothing.
proven_release() {
    if [ -s "$home/journal" ]; then
        read -r proven trial <"$home/journal"
        [ "$proven" = none ] || echo "$proven"
    else
        current_release
    fi
}

# go_back <release>: true once it answers.
go_back() {
    if [ "$(current_release)" != "$1" ]; then
        if [ "$(readlink "$home/back")" = "releases/$1" ]; then
            mv -f -T "$home/back" "$home/current"
        else
            point_link "$home/current" "releases/$1"
        fi
    fi
    (place_links)
    # In a shell of its own: there is more to say after a failure than the failure.
    (start_or_reload) && mark_errors && await_release "$1"
}

# Runs when a push ends in any other way than well.
undo() {
    trap - EXIT
    set +e
    mend_machine
    rm -rf "$home"/releases/*.tmp
    if [ -z "$old" ]; then
        undo_first
    elif [ -z "${on_trial-}" ]; then
        drop_unproven
        tell "nothing was changed: release $old is serving as before"
    elif go_back "$old"; then
        close_journal
        drop_unproven
        tell "release $old was restored and answers"
    else
        tell "release $old was put back, but does not answer: look at $error_log; the next push tries again"
    fi
}

undo_first() {
    rm -f "$home/current"
    put_back_machine
    close_journal
    drop_unproven
    forget_machine
    tell "everything is as it was before the first push"
}

drop_unproven() {
    if [ "$(current_release)" = "$release" ]; then
        return
    fi
    grep -qxF "$release" "$home/history" 2>/dev/null || rm -rf "$home/releases/$release"
}
