#!/bin/sh
# Becomes a test cluster: up.sh FOLDER PROGRAMS PORT [node] [metrics]. With a node, it runs in a mount namespace of its own.
set -eu
folder=$1
programs=$2
port=$3
shift 3

node=no
parts="testcluster coredns"
for wish in "$@"; do
    case $wish in
        node) node=yes ;;
        metrics) parts="$parts metrics-server" ;;
    esac
done

# What lies on its PATH is what it has.
mkdir "$folder/bin"
for part in $parts; do
    ln -s "$programs/$part" "$folder/bin/$part"
done
PATH=$folder/bin:$PATH:/usr/sbin:/sbin
set -- up --dir "$folder" --port "$port" --nodes 0

if [ "$node" = yes ]; then
    # Its volumes go with its folder.
    mkdir -p /tmp/hostpath_pv
    mount --bind "$folder/volumes" /tmp/hostpath_pv
    set -- "$@" --real-node --load-balancers 10.245.0.0/24
fi
exec testcluster "$@"
