# shellcheck shell=sh
# A host, as the scripts that every target has in common see it. They list what each of these is for.

read_machine() {
    prefix=$(setting "$settings" paths.prefix)
    control=$(setting "$settings" control.url)
    # It answers to this host alone, so the question has to come from loopback.
    control_way="interface = \"$(setting "$settings" control.source)\""
    newer_nginx="upgrade nginx on this host"
}

# With a prefix, this layer is a guest of a machine that is not its own: it never touches the machine's services.
is_guest() {
    [ "$prefix" != / ]
}

prepare_machine() {
    remember_before
    install_missing
}

mend_machine() {
    allow_starts
}

make_folders() {
    make_folder "$conf"
    make_folder "$logs"
    make_folder "$state"
    make_folder "$cache"
    make_folder "$(dirname "$pid_file")"
}

live_release() {
    ask /-/evenkeel/release
}

clear_the_way() {
    take_default_site_aside
    if ! words=$(run_nginx -t -c "$conf/nginx.conf" 2>&1); then
        fail "nginx refuses the new release together with what else is configured on this host" "$words"
    fi
}

tend_release() {
    ensure_checker
}

put_back_machine() {
    put_back_before
}

forget_machine() {
    rm -rf "$home/before"
}
