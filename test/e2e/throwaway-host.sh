#!/bin/sh
# Becomes a host of its own: the machine's root under an overlay that is gone afterwards, with an SSH server in it.
# Runs as the first process of new namespaces: throwaway-host.sh <empty folder> <files> sshd|systemd
set -eu
base=$1
files=$2
init=$3
PATH=/usr/sbin:/usr/bin:/sbin:/bin

make_root() {
    mount -t tmpfs tmpfs "$base"
    mkdir "$base/upper" "$base/work" "$base/root"
    mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
    cd "$base/root"
    mount -t proc proc proc
    mount -t sysfs sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup || :
    mount -t tmpfs tmpfs run
    mount -t tmpfs tmpfs tmp
    chmod 1777 tmp
    make_devices
}

make_devices() {
    mount -t tmpfs -o mode=755 tmpfs dev
    for device in null zero full random urandom tty; do
        touch "dev/$device"
        mount --bind "/dev/$device" "dev/$device"
    done
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
}

make_logins() {
    cp "$files/host_key" "$files/sshd_config" etc/ssh/
    mkdir -p run/sshd
    chroot . useradd --create-home --shell /bin/bash admin
    echo "admin ALL=(ALL) NOPASSWD: ALL" >etc/sudoers.d/admin
    for login in root admin; do
        home=$(chroot . getent passwd "$login" | cut -d : -f 6)
        install -d -m 700 "./$home/.ssh"
        install -m 600 "$files/user_key.pub" "./$home/.ssh/authorized_keys"
        chroot . chown -R "$login" "$home/.ssh"
    done
}

# As a freshly installed Debian is, whatever this machine has been used for.
make_fresh() {
    rm -f usr/sbin/policy-rc.d
    find etc/systemd/system/multi-user.target.wants -type l ! -name ssh.service -delete
    find var/log/nginx -type f -exec rm -f {} +
}

make_root
make_logins
make_fresh
ip link set lo up
pivot_root . mnt
umount -l /mnt
case "$init" in
    systemd) exec env -i container=lxc PATH="$PATH" /lib/systemd/systemd --unit=multi-user.target ;;
    sshd) exec env -i PATH="$PATH" /usr/sbin/sshd -D -f /etc/ssh/sshd_config ;;
esac
