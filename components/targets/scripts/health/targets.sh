# shellcheck shell=sh
# The instances under watch, one line each, in memory:
#   1 service  2 address:port  3 primary|backup  4 path  5 interval  6 timeout  7 rise  8 fall
#   9 new|up|down  10 since  11 answers in a row that say otherwise  12 next check, in ticks  13 where it is asked

# load_targets <settings file> <targets so far>: whoever stays keeps its state. Instances that go by a name are found at the
# address that the file "slots" beside the settings has for it.
load_targets() {
    {
        printf '%s\n' "$2" | sed 's/^/known /'
        sed 's/^/slot /' "${1%/*}/slots" 2>/dev/null
        flat_settings "$1"
    } | awk '
        $1 == "slot" { address[$2] = $3; next }
        $1 == "known" { known[$2 " " $3] = $10 " " $11 " " $12; next }
        !sub(/^services\./, "") { next }
        {
            key = $1
            sub(/.*\./, "", key)
            service = substr($1, 1, length($1) - length(key) - 1)
            if (key != "instances" && key != "backup") { value[service, key] = $2; next }
            line = service " " $2
            printf "%s %s %s", line, key == "backup" ? "backup" : "primary", value[service, "path"]
            printf " %s %s", value[service, "interval"], value[service, "timeout"]
            printf " %s %s", value[service, "rise"], value[service, "fall"]
            slot = $2
            sub(/:[0-9]*$/, "", slot)
            print " " (line in known ? known[line] : "new - 0") " 0 " (slot in address ? address[slot] : $2)
        }
    '
}

# Since when, from before this daemon was started anew.
recall_targets() {
    cat "$state/instances" 2>/dev/null || :
}
