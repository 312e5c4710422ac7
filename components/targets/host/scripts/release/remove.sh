# shellcheck shell=sh
# Gives the host back as it was. Goes on past whatever cannot be done, and can be run again.

remove_everything() {
    set +e
    release=$(current_release)
    say "removing $name from this host"
    stop_checker
    put_back_before
    remove_home
    if is_guest; then
        rm -rf "$logs" "$pid_file"
        drop_empty "$conf/conf.d" "$conf/sites-available" "$conf/sites-enabled" "$conf/snippets" "$conf/modules-enabled"
        drop_empty "$conf" "$home" "$logs" "$cache" "$state" "$pid_file"
    fi
    if [ -e "$home/current" ] || [ -n "$(our_links)" ]; then
        fail "not everything could be removed: see above, then try again"
    fi
    say "removed"
}

# Only what is ours: the folder may have been there before, with other things in it.
remove_home() {
    for entry in current releases certificates before journal back history checker push.log lock; do
        rm -rf "${home:?}/$entry"
    done
    rm -rf "$state" "$cache"
    rmdir "$home" 2>/dev/null
}

# drop_empty <path...>: each with its parents, up to the prefix, as far as they are empty.
drop_empty() {
    for folder in "$@"; do
        while [ "$folder" != "$prefix" ] && [ "${folder#"$prefix"/}" != "$folder" ]; do
            [ ! -d "$folder" ] || rmdir "$folder" 2>/dev/null || break
            folder=${folder%/*}
        done
    done
}
