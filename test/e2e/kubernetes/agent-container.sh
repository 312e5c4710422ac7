#!/bin/sh
# Becomes one container of a pod: the machine's files, read-only, with mounts of its own, and an account without any powers.
# The first process of new mount and process namespaces:
#   agent-container.sh FOLDER NAME COMMAND...
# FOLDER/mounts/NAME has a line "SOURCE TARGET ro|rw" for each mount, FOLDER/environment/NAME one for each variable.
set -eu
folder=$1
name=$2
shift 2
account=10001
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
PATH=$path

make_root() {
    mkdir -p "$folder/roots/$name"
    mount -t tmpfs tmpfs "$folder/roots/$name"
    cd "$folder/roots/$name"
    mkdir upper work root
    mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" root
    cd root
    mount -t proc proc proc
    make_devices
    printf 'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.232.0.53\noptions ndots:5\n' >etc/resolv.conf
    printf 'passwd: files\ngroup: files\nhosts: files dns\n' >etc/nsswitch.conf
}

make_devices() {
    mount -t tmpfs -o mode=755 tmpfs dev
    for device in null zero full random urandom; do
        : >"dev/$device"
        mount --bind "/dev/$device" "dev/$device"
    done
    ln -s /proc/self/fd dev/fd
    ln -s /proc/self/fd/0 dev/stdin
    ln -s /proc/self/fd/1 dev/stdout
    ln -s /proc/self/fd/2 dev/stderr
    : >"$folder/termination-log-$name"
    chmod 666 "$folder/termination-log-$name"
    : >dev/termination-log
    mount --bind "$folder/termination-log-$name" dev/termination-log
}

make_mounts() {
    while read -r source target mode; do
        mkdir -p ".$target"
        mount --bind "$source" ".$target"
        [ "$mode" = rw ] || mount -o remount,bind,ro ".$target"
    done <"$folder/mounts/$name"
}

make_root
make_mounts
mount -o remount,ro .
chown "$account" /proc/self/fd/1 /proc/self/fd/2
variables=$(cat "$folder/environment/$name")
pivot_root . mnt
cd /
umount -l /mnt
# shellcheck disable=SC2086 # one word per variable
exec env -i PATH="$path" $variables setpriv --reuid "$account" --regid "$account" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
