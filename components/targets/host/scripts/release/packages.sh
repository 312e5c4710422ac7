# shellcheck shell=sh
# Installs what is missing, and nothing but that: no upgrade, no removal, no service started or restarted on the way.

policy=/usr/sbin/policy-rc.d

install_missing() {
    missing=
    for tool in nginx curl; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    if [ -z "$missing" ]; then
        return 0
    fi
    if [ "$(id -u)" != 0 ]; then
        fail "this host lacks$missing, and $(id -un) may not install packages: install$missing as root, then try again"
    fi
    say "installing$missing"
    install_packages "$missing"
    for tool in nginx curl; do
        command -v "$tool" >/dev/null || fail "$tool is still missing after its package was installed: install it by hand, then try again"
    done
    if is_guest && [ -d /run/systemd/system ]; then
        # The machine did not ask for an nginx of its own.
        must "nginx could not be kept from starting at boot" systemctl -q disable nginx
    fi
}

install_packages() {
    # Split on purpose: one word per package.
    # shellcheck disable=SC2086
    set -- $1
    if command -v apt-get >/dev/null; then
        install_with_apt "$@"
    elif command -v dnf >/dev/null; then
        must "dnf could not install $*" dnf install -y "$@"
    elif command -v apk >/dev/null; then
        must "apk could not install $*" apk add "$@"
    else
        fail "this host lacks $*, and has neither apt-get, dnf nor apk: install $* by hand, then try again"
    fi
}

install_with_apt() {
    forbid_starts
    must "apt-get could not refresh its package lists" apt_get update
    must "apt-get could not install $*" apt_get install -y --no-install-recommends --no-remove --no-upgrade "$@"
    allow_starts
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold "$@" </dev/null
}

# Debian starts a service the moment its package is unpacked, which would put the default site on port 80.
forbid_starts() {
    if [ -e "$policy" ] && ! grep -q '^# evenkeel$' "$policy"; then
        must "$policy could not be put aside" mv -f "$policy" "$policy.before-evenkeel"
    fi
    printf '#!/bin/sh\n# evenkeel\nexit 101\n' >"$policy"
    chmod 755 "$policy"
}

# Also called at the start of every push, for one that was killed in between.
allow_starts() {
    if [ -e "$policy" ] && grep -q '^# evenkeel$' "$policy"; then
        rm -f "$policy"
    fi
    if [ -e "$policy.before-evenkeel" ]; then
        mv -f "$policy.before-evenkeel" "$policy"
    fi
}
