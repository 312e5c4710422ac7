# shellcheck shell=sh
# Which nginx there is.

installed_version() {
    nginx -v 2>&1 | sed -n 's|.*nginx/\([0-9.]*\).*|\1|p'
}

check_version() {
    if ! version_reaches "$(installed_version)" "$wanted_version"; then
        fail "nginx $(installed_version) is installed here, but the release is rendered for nginx $wanted_version: set evenkeel:nginx version to $(installed_version | cut -d . -f 1,2), or $newer_nginx"
    fi
}

# version_reaches <have> <want>
version_reaches() {
    printf '%s\n%s\n' "$1" "$2" | awk -F . '
        NR == 1 { for (i = 1; i <= 3; i++) have[i] = $i + 0; next }
        { for (i = 1; i <= 3; i++) if (have[i] != $i + 0) exit (have[i] < $i + 0) }
    '
}
