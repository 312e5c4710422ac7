# shellcheck shell=sh
# The agent, as the scripts that every target has in common see it. They list what each of these is for.

read_machine() {
    read_proxy
    newer_nginx="choose a later image for evenkeel:docker images.proxy"
    # The same files for other addresses are another thing to prove, and to go back to.
    release=$release+$(sha256sum <"$tree/config/slots" | cut -c -16)
}

prepare_machine() { :; }

mend_machine() { :; }

made_folder() { :; }

# The rest is the proxy's own, and there when its container is.
make_folders() {
    make_folder "$state"
}

# Never the proxy's own: a test opens logs and sockets, which here are the agent's.
run_nginx() {
    nginx "$@"
}

place_links() {
    if [ "$(readlink "$home/conf")" != current/nginx ]; then
        must "$home/conf could not be linked" point_link "$home/conf" current/nginx
    fi
}

clear_the_way() { :; }

start_or_reload() {
    mark_errors
    say "asking the proxy to reload"
    make_wish
    let_start
}

tend_release() {
    must "$home/slots could not be written" record_slots
    copy_monitoring
}

# Without a release to read, the proxy ends and waits for one.
put_back_machine() {
    make_wish
}

forget_machine() { :; }
