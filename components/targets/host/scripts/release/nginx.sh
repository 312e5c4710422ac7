# shellcheck shell=sh
# The running nginx: asked, started, reloaded, stopped.

# A guest's nginx must not even look at the machine's own log, and its workers must be able to reach a folder that may be
# private to root.
run_nginx() {
    if is_guest; then
        set -- -p "$home/" "$@"
        if version_reaches "$(installed_version)" 1.19.5; then
            set -- -e "$error_log" "$@"
        fi
        if [ "$(id -u)" = 0 ] && [ -z "$worker_user" ]; then
            set -- -g "user root;" "$@"
        fi
    fi
    nginx "$@"
}

# The process id of the master, or nothing; an old pid file may name a stranger.
master_pid() {
    # Before the first push the machine's nginx may keep its pid elsewhere.
    for file in "$pid_file" $(is_guest || echo /run/nginx.pid /var/run/nginx.pid); do
        if [ -s "$file" ] && read -r master <"$file" && [ "$(cat "/proc/$master/comm" 2>/dev/null)" = nginx ]; then
            echo "$master"
            return
        fi
    done
}

is_running() {
    [ -n "$(master_pid)" ]
}

start_or_reload() {
    mark_errors
    if is_running; then
        say "reloading nginx"
        kill -HUP "$(master_pid)" || fail "nginx could not be told to reload"
    else
        say "starting nginx"
        start_nginx
    fi
}

start_nginx() {
    case "$(service_manager)" in
        systemd) words=$(systemctl start nginx 2>&1) ;;
        openrc) words=$(rc-service nginx start 2>&1) ;;
        *) words=$(run_nginx -c "$conf/nginx.conf" 2>&1 </dev/null) ;;
    esac || fail "nginx does not start" "$words
$(new_errors)"
    must "nginx could not be set to start at boot" enable_nginx
}

# Requests under way may end first, for as long as the drain lasts.
stop_nginx() {
    case "$(service_manager)" in
        systemd) systemctl stop nginx ;;
        openrc) rc-service nginx stop ;;
        *) quit_master ;;
    esac
}

quit_master() {
    master=$(master_pid)
    if [ -z "$master" ]; then
        return 0
    fi
    kill -QUIT "$master"
    wait_for_end "$master" "$((drain + 1))" || { kill -TERM "$master" && wait_for_end "$master" 5; }
}

# wait_for_end <process id> <seconds>
wait_for_end() {
    rounds=$(($2 * 10))
    while is_alive "$1"; do
        rounds=$((rounds - 1))
        [ "$rounds" -gt 0 ] || return 1
        sleep 0.1
    done
}

# What has ended keeps its number until its parent looks at it, which in containers may take seconds, or for ever.
is_alive() {
    kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}
