#!/bin/sh
# Becomes a Docker engine of its own. Runs as the first process of new mount, process and network namespaces, so that all
# that the engine starts ends with it: engine.sh FOLDER CGROUP NODE. Signals: TERM ends the engine in order, USR1 restarts it.
set -eu
folder=$1
cgroup=$2
node=$3
resolver=10.231.0.53
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# What an engine writes beside its data (sockets, keys) does not reach the machine.
hide_machine() {
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir "$folder/etc" "$folder/etc/upper" "$folder/etc/work"
    mount -t overlay overlay -o "lowerdir=/etc,upperdir=$folder/etc/upper,workdir=$folder/etc/work" /etc
}

# Without a server that answers, the engine's own leaves whoever asks for an unknown name waiting for 20 seconds.
answer_names() {
    ip link set lo up
    ip address add "$resolver/32" dev lo
    "$node" "$(dirname "$0")/no-names.js" "$resolver" >>"$folder/log" 2>&1 &
}

run_engine() {
    rm -f /run/docker.pid "$folder/docker.sock"
    dockerd --config-file "$folder/daemon.json" --data-root "$folder/root" --host "unix://$folder/docker.sock" \
        --storage-driver overlay2 --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "$cgroup" \
        --dns "$resolver" --shutdown-timeout 5 --log-level warn >>"$folder/log" 2>&1 &
    engine=$!
}

await_engine() {
    status=0
    while kill -0 "$engine" 2>/dev/null; do
        status=0
        wait "$engine" || status=$?
    done
}

# Whoever compares names finds it to be another machine: its ports are.
hostname evenkeel-engine
hide_machine
answer_names
wish=restart
trap 'wish=end; kill -TERM "$engine"' TERM
trap 'wish=restart; kill -TERM "$engine"' USR1
while [ "$wish" = restart ]; do
    wish=none
    run_engine
    await_engine
done
exit "$status"
