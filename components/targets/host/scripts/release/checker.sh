# shellcheck shell=sh
# The health checker: a daemon of its own, apart from nginx.

checker_unit() {
    echo "evenkeel-$name-health.service"
}

checker_unit_file() {
    echo "/etc/systemd/system/$(checker_unit)"
}

# Starts it where it is not running, and anew where its script has changed.
ensure_checker() {
    program=$(cat "$home"/current/scripts/health_check.sh "$home"/current/scripts/settings.sh "$home"/current/scripts/health/*.sh | sha256sum | cut -d ' ' -f 1)
    if checker_runs && [ "$(cat "$home/checker" 2>/dev/null)" = "$program" ]; then
        return 0
    fi
    say "starting the health checker"
    stop_checker
    give_state_to "$(checker_user)"
    start_checker
    await_checker
    must "$home could not be written" write_program
}

write_program() {
    echo "$program" | write_file "$home/checker"
}

# As little as possible: it reads its settings and writes its own folder.
checker_user() {
    if [ "$(id -u)" != 0 ] || { is_guest && [ -z "$worker_user" ]; }; then
        id -un
    elif [ -n "$worker_user" ] && id "$worker_user" >/dev/null 2>&1; then
        echo "$worker_user"
    else
        echo nobody
    fi
}

give_state_to() {
    if [ "$(id -u)" = 0 ]; then
        must "$state could not be given to $1" chown -R "$1" "$state"
    fi
}

checker_pid() {
    if [ -s "$state/checker.pid" ] && read -r checker <"$state/checker.pid" &&
        tr '\0' ' ' 2>/dev/null <"/proc/$checker/cmdline" | grep -qF "$home/scripts/health_check.sh"; then
        echo "$checker"
    fi
}

checker_runs() {
    [ -n "$(checker_pid)" ]
}

start_checker() {
    if [ "$(service_manager)" = systemd ]; then
        must "the health checker could not be set up" write_unit
        must "the health checker does not start" start_unit
    elif [ "$(id -u)" = 0 ] && [ "$(checker_user)" != root ]; then
        run_detached su -s /bin/sh "$(checker_user)" -c "exec sh '$home/scripts/health_check.sh'"
    else
        run_detached sh "$home/scripts/health_check.sh"
    fi
}

# With no stream of ours, the SSH connection can end.
run_detached() {
    setsid "$@" </dev/null >/dev/null 2>&1 &
}

write_unit() {
    write_file "$(checker_unit_file)" <<UNIT
[Unit]
Description=Health checker of the $name load balancer
After=network.target

[Service]
ExecStart=/bin/sh $home/scripts/health_check.sh
User=$(checker_user)
Restart=always
RestartSec=1
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=$state

[Install]
WantedBy=multi-user.target
UNIT
}

start_unit() {
    systemctl daemon-reload && systemctl -q enable "$(checker_unit)" && systemctl restart "$(checker_unit)"
}

await_checker() {
    rounds=50
    until checker_runs && [ -e "$state/health-stale.json" ]; do
        rounds=$((rounds - 1))
        if [ "$rounds" = 0 ]; then
            fail "release $release is live, but its health checker does not start: see $state/checker.log"
        fi
        sleep 0.1
    done
}

stop_checker() {
    if [ "$(service_manager)" = systemd ] && [ -e "$(checker_unit_file)" ]; then
        systemctl -q disable --now "$(checker_unit)"
        rm -f "$(checker_unit_file)"
        systemctl daemon-reload
    fi
    checker=$(checker_pid)
    if [ -n "$checker" ]; then
        kill -TERM "$checker" || :
        wait_for_end "$checker" 5 || kill -KILL "$checker" || :
    fi
}
