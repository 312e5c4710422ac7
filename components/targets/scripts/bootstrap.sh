# Takes a bundle from stdin and runs one of its scripts, but only once all of it has arrived: the last line carries the
# sha256 of what comes before. When a push fails, Pulumi prints this text (its comments taken out): it stays short.
set -eu
umask 077
trap '' HUP PIPE
# When a process began: its number comes again. Nothing for one that has ended, though its parent has not looked at it yet.
born() { sed -n '/) [ZX] /!s/.*) //p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }
# What pushes that were killed have left.
for old in "${TMPDIR:-/tmp}"/evenkeel.*.*; do
    push=${old##*/evenkeel.}
    push=${push%.*}
    [ "$(born "${push%.*}")" = "${push#*.}" ] || rm -rf "$old" 2>/dev/null || :
done
work=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel.$$.$(born $$).XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >bundle
sed '$d' bundle >body
if [ "$(tail -n 1 bundle)" != "@@ end $(sha256sum <body | cut -d ' ' -f 1)" ]; then
    echo "evenkeel: the connection was cut before everything had arrived: nothing was changed" >&2
    exit 1
fi
mkdir tree
cd tree
awk '
    /^@@ / {
        if (file) close(file)
        file = folder = $3
        sub("/[^/]*$", "", folder)
        if (system("mkdir -p " folder)) exit 1
        if ($2 == "link") { if (system("ln -s " $4 " " file)) exit 1; next }
        printf "" >file
        if (system("chmod " $2 " " file)) exit 1
        next
    }
    { print >file }
' ../body
# Not every awk notices a full disk: what lies there has to read as what was sent.
awk '/^@@ / { print; if ($2 == "link") next; while ((getline line <$3) > 0) print line; close($3) }' ../body | cmp -s - ../body || {
    echo "evenkeel: the bundle could not be unpacked in $work: $(df -P . | tail -n 1)" >&2
    exit 1
}
sh "$@" </dev/null
