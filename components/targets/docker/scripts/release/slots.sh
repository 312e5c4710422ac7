# shellcheck shell=sh
# The record of who serves in which slot, <home>/slots: lines of "SLOT ADDRESS:PORT CONTAINER", with "-" for the address of
# a container that has none at the moment.

# The record that is to be, where a change of slots is at work.
new_slots=

recorded_slots() {
    cat "$home/slots" 2>/dev/null || :
}

record_slots() {
    if [ -n "$new_slots" ] && ! cmp -s "$new_slots" "$home/slots"; then
        write_file "$home/slots" <"$new_slots"
    fi
}

# put_addresses <release> <slots>
put_addresses() {
    [ -e "$2" ] || : >"$2"
    must "addresses could not be put into the release" sh "$here/expand.sh" "$1" "$2"
}

# look_up <container...>: prints "CONTAINER ADDRESS" for those that have one. The engine asks elsewhere for names it does
# not know, which may take long: one try of a second.
look_up() {
    RES_OPTIONS='timeout:1 attempts:1' getent ahostsv4 "$@" | awk '$2 == "STREAM" && NF == 3 && !seen[$3]++ { print $3, $1 }'
}

address_of() {
    look_up "$1" | awk '{ print $2 }'
}

# Prints the record with the addresses of now; false when nothing can be looked up at all.
moved_slots() {
    # shellcheck disable=SC2046 # one word per container
    found=$(look_up "$own_name" $(recorded_slots | awk '{ print $3 }'))
    case "$found" in
        "$own_name "*) ;;
        *) return 1 ;;
    esac
    {
        printf '%s\n' "$found" | sed 's/^/found /'
        recorded_slots
    } | awk '
        $1 == "found" { address[$2] = $3; next }
        { port = $2; sub(/.*:/, "", port); print $1, ($3 in address ? address[$3] : "-") ":" port, $3 }
    '
}

has_moved() {
    moved=$(moved_slots) && [ "$moved" != "$(recorded_slots)" ]
}
