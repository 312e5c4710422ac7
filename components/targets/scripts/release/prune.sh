# shellcheck shell=sh
# Old releases, and the certificates that nothing kept needs.

kept_releases=5

# history holds every proven release once, the newest last.
remember_release() {
    must "the history could not be written" write_history
}

write_history() {
    {
        grep -vxF "$release" "$home/history" 2>/dev/null | tail -n "$((kept_releases - 1))"
        echo "$release"
    } | write_file "$home/history"
}

prune() {
    for folder in "$home"/releases/*; do
        grep -qxF "${folder##*/}" "$home/history" || rm -rf "$folder"
    done
    for folder in "$home"/certificates/*; do
        is_needed "${folder##*/}" || rm -rf "$folder"
    done
}

# is_needed <certificate fingerprint>
is_needed() {
    for folder_of_release in "$home"/releases/*; do
        if [ "$(readlink "$folder_of_release/nginx/tls")" = "../../../certificates/$1" ]; then
            return 0
        fi
    done
    return 1
}
