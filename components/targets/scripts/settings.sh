# shellcheck shell=sh
# Reads config/load_balancer.yaml, which is rendered with two spaces of indent, one value per line.

# Prints every value of a settings file as "path.of.the.key value", a list as one line per item.
flat_settings() {
    awk '
        function plain(text) {
            if (text !~ /^".*"$/) return text
            text = substr(text, 2, length(text) - 2)
            gsub(/\\"/, "\"", text)
            gsub(/\\\\/, "\\", text)
            return text
        }
        /^ *(#|$)/ { next }
        {
            match($0, /^ */)
            depth = RLENGTH / 2
            text = substr($0, RLENGTH + 1)
            if (sub(/^- /, "", text)) { print path[depth - 1], plain(text); next }
            match(text, /^("[^"]*"|[^":]*):/)
            path[depth] = (depth ? path[depth - 1] "." : "") plain(substr(text, 1, RLENGTH - 1))
            text = substr(text, RLENGTH + 2)
            if (text != "") print path[depth], plain(text)
        }
    ' "$1"
}

# setting <file> <path.of.the.key>: its value, or nothing.
setting() {
    flat_settings "$1" | awk -v key="$2" '$1 == key { sub(/^[^ ]* /, ""); print }'
}

# service_names <file>
service_names() {
    flat_settings "$1" | awk 'sub(/^services\./, "") && sub(/\.path .*/, "")'
}
