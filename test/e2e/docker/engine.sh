#!/bin/sh
# Becomes a Docker engine of its own. Runs as the first process of new mount, process and network namespaces, so that all
# that the engine starts ends with it: engine.sh FOLDER CGROUP. Signals: TERM ends the engine in order, USR1 restarts it.
set -eu
folder=$1
cgroup=$2
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# What an engine writes beside its data (sockets, keys) does not reach the machine.
hide_machine() {
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir "$folder/etc" "$folder/etc/upper" "$folder/etc/work"
    mount -t overlay overlay -o "lowerdir=/etc,upperdir=$folder/etc/upper,workdir=$folder/etc/work" /etc
    # As on a machine without a way out: names that the engine does not know are refused at once.
    rm -f /etc/resolv.conf
    echo "nameserver 127.0.0.1" >/etc/resolv.conf
}

run_engine() {
    rm -f /run/docker.pid "$folder/docker.sock"
    dockerd --config-file "$folder/daemon.json" --data-root "$folder/root" --host "unix://$folder/docker.sock" \
        --storage-driver overlay2 --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "$cgroup" \
        --shutdown-timeout 5 --log-level warn >>"$folder/log" 2>&1 &
    engine=$!
}

await_engine() {
    status=0
    while kill -0 "$engine" 2>/dev/null; do
        status=0
        wait "$engine" || status=$?
    done
}

hide_machine
ip link set lo up
wish=restart
trap 'wish=end; kill -TERM "$engine"' TERM
trap 'wish=restart; kill -TERM "$engine"' USR1
while [ "$wish" = restart ]; do
    wish=none
    run_engine
    await_engine
done
exit "$status"
