#!/bin/sh
# Becomes what the containers of one pod share: a network, and folders that live as long as the pod does. The first process
# of new namespaces, and their name server:
#   agent-ground.sh FOLDER NODE SIZE
# SIZE is that of the folder with the releases, as mount has it.
set -eu
folder=$1
node=$2
size=$3
account=10001
names=10.232.0.53
PATH=$PATH:/usr/sbin:/sbin

make_network() {
    ip link set lo up
    ip address add "$names/32" dev lo
    last=0
    while [ "$last" -lt 40 ]; do
        last=$((last + 1))
        ip address add "10.232.1.$last/32" dev lo
    done
    ip -6 address add fd32::1/128 dev lo
    echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
}

# make_volume <name> <size>
make_volume() {
    mkdir -p "$folder/volumes/$1"
    mount -t tmpfs -o "mode=2777,gid=$account,size=$2" tmpfs "$folder/volumes/$1"
}

make_network
make_volume home "$size"
for volume in run agent logs cache; do
    make_volume "$volume" 64m
done
umask 000
mkdir "$folder/volumes/agent/run" "$folder/volumes/agent/logs" "$folder/volumes/agent/cache" "$folder/volumes/agent/tmp"
umask 022
: >"$folder/ready"
exec "$node" "$(dirname "$0")/agent-name-server.js" "$names" "$folder/zone"
