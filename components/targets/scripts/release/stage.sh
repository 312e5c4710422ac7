# shellcheck shell=sh
# The new release beside the old ones, checked by nginx itself before anything points to it.

stage_release() {
    if is_staged; then
        return 0
    fi
    say "staging release $release"
    staged=$home/releases/$release.tmp
    make_folder "$home/releases"
    must "the release could not be staged" copy_release
    check_staged
    must "the release could not be staged" settle_release
}

# Whether the release is there, byte for byte: a copy that someone has edited is replaced.
is_staged() {
    [ -d "$home/releases/$release" ] || return 1
    [ -z "$(diff -r "$tree" "$home/releases/$release" 2>&1 | grep -v '/nginx: tls$')" ] &&
        [ "$(readlink "$home/releases/$release/nginx/tls")" = "${fingerprint:+../../../certificates/$fingerprint}" ]
}

copy_release() {
    rm -rf "$home"/releases/*.tmp &&
        mkdir "$staged" &&
        cp -R -P "$tree/." "$staged/" &&
        chmod -R u=rwX,go=rX "$staged" &&
        if [ -n "$fingerprint" ]; then ln -s "../../../certificates/$fingerprint" "$staged/nginx/tls"; fi &&
        sync_path "$staged"
}

settle_release() {
    if [ -d "$home/releases/$release" ]; then
        mv -T "$home/releases/$release" "$home/releases/$release.edited.tmp" || return 1
    fi
    mv -T "$staged" "$home/releases/$release" && sync_path "$home/releases" && rm -rf "$home"/releases/*.tmp
}

check_staged() {
    say "checking it with nginx -t"
    if [ -n "$fingerprint" ] && [ ! -f "$staged/nginx/tls/site.key" ]; then
        fail "the certificate $fingerprint is not on this host: it is pushed before the release that uses it"
    fi
    if ! words=$(run_nginx -t -c "$staged/nginx/nginx.conf" 2>&1); then
        rm -rf "$staged"
        fail "nginx refuses the new release" "$words"
    fi
}
