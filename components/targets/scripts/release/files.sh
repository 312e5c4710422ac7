# shellcheck shell=sh
# Changes to the file system that are whole or not at all.

# sync_path <path>: returns once the file system it lies on has everything on disk.
sync_path() {
    sync -f "$1" 2>/dev/null || sync
}

# make_folder <path>: with its parents.
make_folder() {
    if [ -d "$1" ]; then
        return 0
    fi
    case "$1" in
        /*/*) make_folder "${1%/*}" ;;
    esac
    must "$1 could not be made" make_one "$1"
    made_folder "$1"
}

# make_one <path>: also when another push, waiting for the same lock in a home still to be made, is the one to make it.
make_one() {
    mkdir "$1" 2>/dev/null || [ -d "$1" ] || mkdir "$1"
}

# write_file <path>: its new content comes on stdin.
write_file() {
    cat >"$1.tmp" && sync_path "$1.tmp" && mv -f "$1.tmp" "$1"
}

# point_link <link> <target>: no moment passes without the link.
point_link() {
    rm -rf "$1.tmp" && ln -s "$2" "$1.tmp" && mv -f -T "$1.tmp" "$1"
}

exists() {
    [ -e "$1" ] || [ -L "$1" ]
}
