# shellcheck shell=sh
# What a release says about its monitoring, for the containers that read it: file by file, each whole or not at all. Beside it,
# metrics/ is the health checker's.

copy_monitoring() {
    if [ -d "$monitoring" ]; then
        must "the files of the monitoring could not be written" copy_files "$home/current/monitoring" "$monitoring"
        must "old files of the monitoring could not be removed" drop_files "$home/current/monitoring" "$monitoring"
    fi
}

# copy_files <from> <to>
copy_files() {
    [ -d "$1" ] || return 0
    (cd "$1" && find . -type f) | while read -r file; do
        cmp -s "$1/$file" "$2/$file" && continue
        mkdir -p "$(dirname "$2/$file")" && cp "$1/$file" "$2/$file.tmp" && mv -f "$2/$file.tmp" "$2/$file" || exit 1
    done
}

# drop_files <from> <to>
drop_files() {
    (cd "$2" && find . -path ./metrics -prune -o -type f -print) | while read -r file; do
        [ -e "$1/$file" ] || rm -f "$2/$file"
    done
    find "$2" -mindepth 1 -type d -empty ! -name metrics -delete
}
