#!/bin/sh
# Puts addresses where a release names slots:
#   expand.sh <release> <slots>
# Slots are lines of "SLOT ADDRESS:PORT CONTAINER". A slot that nobody has taken, or whose container has no address ("-"),
# gets no requests. What was rendered is kept in config/upstream.conf, so that a release can be expanded again.
set -eu
release=$1
slots=$2
rendered=$release/config/upstream.conf

mkdir -p "${rendered%/*}"
[ -f "$rendered" ] || mv "$release/nginx/conf.d/upstream.conf" "$rendered"

# The slots that the release uses, sorted: "SLOT ADDRESS:PORT", and "down" for those without requests.
awk '
    FILENAME == ARGV[1] { if ($2 !~ /^-:/) address[$1] = $2; next }
    $1 == "server" {
        split($2, part, ":")
        if (!seen[part[1]]++) print part[1], (part[1] in address) ? address[part[1]] : "127.0.0.1:" part[2] " down"
    }
' "$slots" "$rendered" | sort >"$release/config/slots"

awk '
    FILENAME == ARGV[1] { address[$1] = $2; down[$1] = $3; next }
    FNR == 1 { $0 = "# Where the slots are. As it was rendered, this file is config/upstream.conf." }
    $1 == "server" {
        slot = $2
        sub(/:.*/, "", slot)
        sub(/[^ ]+:[0-9]+/, address[slot])
        if (down[slot]) sub(/;$/, " down;")
        $0 = $0 " # " slot
    }
    { print }
' "$release/config/slots" "$rendered" >"$release/nginx/conf.d/upstream.conf"

{
    echo "# Written when the instances have moved. The release knows them by the names of their slots."
    echo
    echo "# Which addresses are in use. Ask the running proxy, on its control socket: /-/evenkeel/slots"
    echo "map \"\" \$evenkeel_slots {"
    echo "    default $(sha256sum <"$release/config/slots" | cut -c -16);"
    echo "}"
    echo
    echo "map \$evenkeel_answered_by \$evenkeel_served_by {"
    awk '$3 == "" && !seen[$2]++ { print "    " $2 " " $1 ";" }' "$release/config/slots"
    echo "    default \$evenkeel_answered_by;"
    echo "}"
} >"$release/nginx/conf.d/slots.conf"
