# shellcheck shell=sh
# The places where nginx and operators look: links through <home>/current, so that switching that one switches them all.

place_links() {
    must "links could not be placed" place_link "$home/scripts" current/scripts
    must "links could not be placed" place_link "$home/config" current/config
    for entry in $(release_entries); do
        place_entry "$entry"
    done
    drop_dangling
}

# Files and links of the current release under nginx/, as paths relative to it. They hold no spaces: they are ours.
release_entries() {
    (cd "$home/current/nginx/" && find . ! -type d | sed 's|^\./||' | sort)
}

place_entry() {
    make_folder "$(dirname "$conf/$1")"
    case "$1" in
        sites-enabled/*) place_link "$conf/$1" "$(readlink "$home/current/nginx/$1")" ;;
        *) place_link "$conf/$1" "$home/current/nginx/$1" ;;
    esac
}

# place_link <link> <target>: what stands there and is not ours is kept first.
place_link() {
    if [ "$(readlink "$1")" = "$2" ]; then
        return 0
    fi
    if exists "$1" && ! is_our_link "$1"; then
        take_aside "$1"
        # A link cannot be renamed over a folder.
        [ -L "$1" ] || [ ! -d "$1" ] || rm -rf "$1"
    fi
    must "$1 could not be linked" point_link "$1" "$2"
}

is_our_link() {
    case "$(readlink "$1")" in
        "$home"/current/*) return 0 ;;
        *) return 1 ;;
    esac
}

our_links() {
    find "$conf" -type l 2>/dev/null | while read -r link; do
        if is_our_link "$link"; then
            echo "$link"
        fi
    done
}

# Links to files that the current release no longer has: nginx includes whole folders and stops at a dangling link.
drop_dangling() {
    our_links | while read -r link; do
        [ -e "$link" ] || rm -f "$link"
    done
}

drop_links() {
    for link in "$home/scripts" "$home/config"; do
        [ ! -L "$link" ] || rm -f "$link"
    done
    for link in "$conf"/sites-enabled/*; do
        if [ -L "$link" ] && is_our_link "$conf/sites-enabled/$(readlink "$link")"; then
            rm -f "$link"
        fi
    done
    our_links | while read -r link; do
        rm -f "$link"
    done
}

# The site that comes with the package would answer on our port. One that an operator has edited stays: should it be in the
# way, nginx -t says so and everything is put back.
take_default_site_aside() {
    default=$conf/sites-enabled/default
    if [ -L "$default" ] && is_as_packaged "$(readlink -f "$default")"; then
        take_aside "$default"
        rm -f "$default"
    fi
    default=$conf/conf.d/default.conf
    if [ -f "$default" ] && is_as_packaged "$default"; then
        take_aside "$default"
        rm -f "$default"
    fi
}

is_as_packaged() {
    if command -v dpkg-query >/dev/null; then
        packaged=$(dpkg-query -W -f '${Conffiles}\n' 'nginx*' 2>/dev/null | awk -v file="$1" '$1 == file { print $2; exit }')
        [ -n "$packaged" ] && [ "$(md5sum <"$1" | cut -d ' ' -f 1)" = "$packaged" ]
    elif command -v rpm >/dev/null; then
        rpm -qf "$1" >/dev/null 2>&1 && ! rpm -Vf "$1" 2>/dev/null | grep -qF " $1"
    else
        return 1
    fi
}
