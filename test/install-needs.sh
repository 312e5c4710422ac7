#!/bin/sh
# Installs the programs that the tests run, where this account may: as root, from Debian's packages, without letting a
# package start a service of this machine. Elsewhere it names what is missing; the tests that need it are skipped.
set -eu

policy=/usr/sbin/policy-rc.d

main() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "Missing on this machine, so some tests are skipped: $missing"
        return 0
    fi
    echo "Installing for the tests: $missing"
    keep_services_stopped
    packages update
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive packages install -y --no-install-recommends $missing >/dev/null
    keep_services_disabled
}

# packages <command of apt-get>: another program may be at work on them, and a mirror may fail once.
packages() {
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=5 "$@"
}

missing_packages() {
    while read -r program package; do
        PATH="$PATH:/usr/sbin:/sbin:/usr/lib/cni" command -v "$program" >/dev/null || printf '%s ' "$package"
    done <<LIST
nginx nginx
curl curl
openssl openssl
sshd openssh-server
sudo sudo
shellcheck shellcheck
jq jq
ab apache2-utils
ip iproute2
ss iproute2
wrk wrk
dockerd docker.io
iptables iptables
busybox busybox-static
containerd containerd
runc runc
nft nftables
host-local containernetworking-plugins
prometheus prometheus
prometheus-alertmanager prometheus-alertmanager
prometheus-nginx-exporter prometheus-nginx-exporter
prometheus-node-exporter prometheus-node-exporter
mtail mtail
LIST
}

keep_services_stopped() {
    [ ! -e "$policy" ] || return 0
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT INT TERM
}

# What images are made of is no service of this machine after a restart of it either.
keep_services_disabled() {
    command -v systemctl >/dev/null || return 0
    for package in $missing; do
        case $package in
            docker.io) systemctl disable --quiet docker.socket docker.service containerd.service || : ;;
            containerd | nftables) systemctl disable --quiet "$package.service" || : ;;
            prometheus* | mtail) systemctl disable --quiet "$package.service" || : ;;
        esac
    done
}

main
