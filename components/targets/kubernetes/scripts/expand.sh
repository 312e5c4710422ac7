#!/bin/sh
# Puts the addresses of pods where a release names them:
#   expand.sh <release> <slots
# Slots are sorted lines of "NAME ADDRESS:PORT", any number for a name, or of "NAME ADDRESS:PORT down": there, nobody gets
# requests.
set -eu
release=$1
slots=$release/config/slots

# replace <file> <awk program>: its functions tell the name in a line, and print it once for each of the name's addresses.
replace() {
    awk "$2"'
        FILENAME == ARGV[1] { address[$1, ++size[$1]] = $2; down[$1] = $3; next }
        FNR == 1 { print "# With the addresses of pods. As it was rendered, this file is in the ConfigMap of the release."; next }
        { name = named() }
        name == "" { print; next }
        !(name in size) { print "there is no address for " name >"/dev/stderr"; exit 1 }
        { line = $0; for (i = 1; i <= size[name]; i++) { $0 = line; put(name, address[name, i], down[name]) } }
    ' "$slots" "$1" >"$1.tmp"
    mv "$1.tmp" "$1"
}

mkdir -p "$release/config"
cat >"$slots"

# shellcheck disable=SC2016 # awk's own
replace "$release/nginx/conf.d/upstream.conf" '
    function named() { return $1 == "server" ? substr($2, 1, index($2, ":") - 1) : "" }
    function put(name, address, down) {
        sub(/[^ ]+:[0-9]+/, address)
        if (down) sub(/;$/, " down;")
        print $0 " # " name
    }
'

# Whoever has no pods stands there by the name, and the health checker finds nobody at its address.
# shellcheck disable=SC2016 # awk's own
replace "$release/config/load_balancer.yaml" '
    function named() { return /^ +- ".*:[0-9]+"$/ ? substr($2, 2, index($2, ":") - 2) : "" }
    function put(name, address, down) {
        if (!down) sub(/".*"/, "\"" address "\"")
        print
    }
'

{
    echo "# Written when pods have come or gone."
    echo
    echo "# Which addresses are in use. Ask the running proxy, on its control socket: /-/evenkeel/slots"
    echo "map \"\" \$evenkeel_slots {"
    echo "    default $(sha256sum <"$slots" | cut -c -16);"
    echo "}"
} >"$release/nginx/conf.d/slots.conf"
