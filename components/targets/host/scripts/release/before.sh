# shellcheck shell=sh
# What was on the host before the first push, kept in <home>/before and put back on removal:
#   nginx    whether it was running, and starting at boot
#   files/   what stood where our links stand now, under its full path
#   made     folders that this layer made

remember_before() {
    if [ -f "$home/before/nginx" ]; then
        return 0
    fi
    say "remembering what is on this host"
    make_folder "$home/before"
    must "$home/before could not be written" write_nginx_state
}

# What is made before there is a place to keep its name in is kept as soon as there is: outermost first.
made_folder() {
    made="${made-}$1
"
    if [ -d "$home/before" ]; then
        must "$home/before could not be written" keep_made
    fi
}

keep_made() {
    printf '%s' "$made" >>"$home/before/made" || return 1
    made=
}

write_nginx_state() {
    {
        if is_running; then echo "running"; fi
        if nginx_is_enabled; then echo "enabled"; fi
    } | write_file "$home/before/nginx"
}

# was_before running|enabled
was_before() {
    grep -qx "$1" "$home/before/nginx" 2>/dev/null
}

# take_aside <path>: a copy of what stands there; the link that replaces it leaves no moment with nothing in the place.
take_aside() {
    kept=$home/before/files$1
    if exists "$kept"; then
        return 0
    fi
    say "keeping $1 in $home/before"
    make_folder "${kept%/*}"
    must "$1 could not be kept" copy_aside "$1" "$kept"
}

copy_aside() {
    rm -rf "$2.tmp" && cp -a "$1" "$2.tmp" && sync_path "${2%/*}" && mv -T "$2.tmp" "$2"
}

# Best effort: goes on past whatever cannot be done, so that as much as possible is as it was.
put_back_before() {
    drop_links
    if [ -d "$home/before/files" ]; then
        (cd "$home/before/files" && find . -type d) | while read -r folder; do
            mkdir -p "${folder#.}/"
        done
        (cd "$home/before/files" && find . ! -type d) | while read -r kept; do
            put_back "$home/before/files/${kept#./}" "${kept#.}"
        done
    fi
    put_back_nginx
    if [ -f "$home/before/made" ]; then
        sort -r "$home/before/made" | grep -v "^$home" | while read -r folder; do
            rmdir "$folder" 2>/dev/null || :
        done
    fi
}

put_back() {
    # A rename, where it can be one: it needs no space on a full disk.
    mv -f -T "$1" "$2" || tell "$2 could not be put back: its copy is $1"
}

put_back_nginx() {
    if [ ! -f "$home/before/nginx" ]; then
        # Nothing was written down, so nothing was touched.
        return
    fi
    if was_before running; then
        restart_before
    elif is_running; then
        say "stopping nginx, which was not running before"
        stop_nginx || tell "nginx could not be stopped"
    fi
    if ! was_before enabled && nginx_is_enabled; then
        disable_nginx || tell "nginx still starts at boot"
    fi
}

restart_before() {
    if ! words=$(run_nginx -t -c "$conf/nginx.conf" 2>&1); then
        tell "nginx refuses the configuration that was here before, and goes on with what it has"
        printf '%s\n' "$words" >&2
    elif is_running; then
        say "reloading nginx with what was here before"
        kill -HUP "$(master_pid)"
        await_gone || tell "nginx goes on with the release: look at $error_log"
    else
        case "$(service_manager)" in
            systemd) systemctl start nginx ;;
            openrc) rc-service nginx start ;;
            *) run_nginx -c "$conf/nginx.conf" </dev/null ;;
        esac || tell "nginx does not start with what was here before"
    fi
}

# Until nothing of ours answers any more.
await_gone() {
    deadline=$(($(date +%s) + release_seconds))
    others=0
    while [ "$others" -lt "$answers_in_a_row" ]; do
        case "$(live_release)" in
            "$release") others=0 ;;
            *) others=$((others + 1)) ;;
        esac
        [ "$(date +%s)" -le "$deadline" ] || return 1
        sleep 0.05
    done
}
