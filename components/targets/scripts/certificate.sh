#!/bin/sh
# Keeps the certificate in the bundle that it is started in, with its key, under <home>/certificates/<fingerprint>, or takes
# away all that are not in use:
#   certificate.sh store <home>
#   certificate.sh remove <home>
set -eu
umask 077
trap '' HUP PIPE
LC_ALL=C
export LC_ALL

tree=$(pwd -P)
action=$1
home=$2
all=$home/certificates

refuse() {
    echo "evenkeel: $1" >&2
    exit 1
}

# The fingerprint is the sha256 of the certificate file, so that what lies under a name can always be checked.
is_stored() {
    [ -f "$all/$1/site.key" ] &&
        cmp -s "$tree/certificate/site.key" "$all/$1/site.key" &&
        cmp -s "$tree/certificate/site.crt" "$all/$1/site.crt"
}

# openssl is asked where there is one; nginx -t finds the same mistake later, in other words.
check_pair() {
    command -v openssl >/dev/null || return 0
    of_certificate=$(openssl x509 -noout -pubkey -in "$tree/certificate/site.crt") || refuse "the certificate cannot be read"
    of_key=$(openssl pkey -pubout -in "$tree/certificate/site.key") || refuse "the key of the certificate cannot be read"
    [ "$of_certificate" = "$of_key" ] || refuse "the key does not belong to the certificate: set evenkeel:tls certificate and key to a pair"
}

store() {
    if is_stored "$1"; then
        echo "certificate $1 is stored already: nothing to do"
        return 0
    fi
    check_pair
    (umask 022 && mkdir -p "$all")
    # Left behind by an earlier push that was killed.
    rm -rf "$all"/*.tmp
    cp -R "$tree/certificate" "$all/$1.tmp"
    chmod 755 "$all/$1.tmp"
    chmod 644 "$all/$1.tmp"/*
    chmod 600 "$all/$1.tmp/site.key"
    sync -f "$all" 2>/dev/null || sync
    rm -rf "${all:?}/$1"
    mv -T "$all/$1.tmp" "$all/$1"
    echo "certificate $1 is stored"
}

# The release is removed first, and takes everything with it; what is left comes from a push that never went live.
remove() {
    if [ -e "$home/current/nginx/tls" ]; then
        echo "the live release still uses a certificate: nothing was removed"
        return 0
    fi
    rm -rf "$all"
    if [ ! -e "$home/current" ]; then
        rm -f "$home/push.log" "$home/lock"
        rmdir "$home" 2>/dev/null || :
    fi
}

case "$action" in
    store) store "$(sha256sum <"$tree/certificate/site.crt" | cut -d ' ' -f 1)" ;;
    remove) remove ;;
    *) refuse "usage: certificate.sh store <home> | remove <home>" ;;
esac
