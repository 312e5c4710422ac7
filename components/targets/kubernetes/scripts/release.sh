# shellcheck shell=sh disable=SC2154
# What nginx reads: the release as the cluster brought it, with addresses and the certificate. Named as the running proxy
# names what it serves, by the hashes of all three.

# Rounds until something that was refused is tried again.
rounds_of_rest=10

refused=
rest=0

read_given() {
    rendered=$(awk '$1 == "default" { sub(/;$/, "", $2); print $2 }' "$given/nginx/conf.d/release.conf")
    encrypted=
    [ ! -e "$given/nginx/snippets/evenkeel/tls.conf" ] || encrypted=yes
}

# Makes the proxy serve what was looked up.
serve() {
    is_served && return 0
    wish_for_release
    [ "$release" != "$refused" ] || [ "$rest" = 0 ] || { rest=$((rest - 1)) && return 0; }
    if ! words=$(stage 2>&1); then
        refuse
        return 0
    fi
    tell_moves
    switch
    prune
}

# Costs no process unless there is a certificate.
is_served() {
    [ "$looked" = "${serving-}" ] && { [ -z "$encrypted" ] || cmp -s "$pair/tls.crt" "$home/current/nginx/tls/site.crt"; }
}

wish_for_release() {
    release=$rendered
    [ -z "$encrypted" ] || release=$release.$(sha256sum <"$pair/tls.crt" | cut -d ' ' -f 1)
    release=$release+$(printf '%s' "$looked" | sha256sum | cut -c -16)
}

# A copy under its own name has been checked. The release may be there because it was served before.
stage() {
    [ ! -d "$home/releases/$release" ] || return 0
    rm -rf "$home"/releases/*.tmp
    staged=$home/releases/$release.tmp
    mkdir "$staged" &&
        cp -R -L "$given"/* "$staged/" &&
        printf '%s' "$looked" | sh "$here/expand.sh" "$staged" &&
        copy_pair &&
        leave_out_ipv6 &&
        nginx -t -q -e stderr -c "$staged/nginx/nginx.conf" &&
        mv -T "$staged" "$home/releases/$release"
}

copy_pair() {
    [ -n "$encrypted" ] || return 0
    tls=$staged/nginx/tls
    mkdir "$tls" &&
        cp -L "$pair/tls.crt" "$tls/site.crt" &&
        (umask 077 && cp -L "$pair/tls.key" "$tls/site.key") &&
        if [ -e "$pair/expires" ]; then cp -L "$pair/expires" "$tls/expires"; fi &&
        echo "default \"$(sha256sum <"$tls/site.crt" | cut -d ' ' -f 1)\";" >"$tls/id.conf"
}

# On a node whose kernel has no IPv6, nginx could not even open such a socket.
leave_out_ipv6() {
    [ -e "$ipv6" ] || sed -i '/^ *listen  *\[::\]:/d' "$staged"/nginx/sites-*/*
}

# Without a release before there is nothing to serve: whoever rolls this out is told why.
refuse() {
    rm -rf "$home"/releases/*.tmp
    if [ ! -e "$home/current" ]; then
        printf 'nginx can not serve this release:\n%s\n' "$words" >"$termination_log"
        fail "nginx can not serve this release" "$words"
    fi
    [ "$release" = "$refused" ] || tell "what has changed can not be served, and what was served stays: $words"
    refused=$release
    rest=$rounds_of_rest
}

tell_moves() {
    slots=$home/releases/$release/config/slots
    if [ ! -e "$home/current" ]; then
        say "serving: $(paste -s -d , "$slots")"
        return 0
    fi
    came=$(grep -vxFf "$home/current/config/slots" "$slots" | paste -s -d , -)
    went=$(grep -vxFf "$slots" "$home/current/config/slots" | paste -s -d , -)
    [ -z "$came" ] || say "new: $came"
    [ -z "$went" ] || say "gone: $went"
}

switch() {
    before=$(readlink "$home/current")
    if ! words=$(point_link "$home/current" "releases/$release" 2>&1); then
        refuse
        return 0
    fi
    (make_wish)
    serving=$looked
    refused=
}

# The one before stays: nginx may be reading it.
prune() {
    for folder in "$home"/releases/*; do
        case "${folder##*/}" in
            "$release" | "${before##*/}") ;;
            *) rm -rf "$folder" ;;
        esac
    done
}
