# shellcheck shell=sh disable=SC2154
# The addresses of the pods that are ready, as the cluster's name service has them.
#   $wanted   every name that the release sends requests to: lines of "wanted SERVICE NAME PORT"
#   $looked   what the last look has shown, sorted: lines of "NAME ADDRESS:PORT", or "NAME 127.0.0.1:1 down" for a name
#             that no pod has ever answered for
#   $missed   how often in a row a name was asked for in vain: lines of "missed NAME TIMES"

# So many times, before it is believed that a name has no pods: an answer may have been lost.
patience=3
# Seconds for all names together.
patience_of_a_look=20

looked=
missed=
silent=

# Whole names lead nowhere else, however the node completes shorter ones.
read_names() {
    wanted=$(awk '
        $1 == "upstream" { service = $2 }
        $1 == "server" && service !~ /\.all$/ { split($2, part, ":"); print "wanted", service, part[1], part[2] }
    ' "$given/nginx/conf.d/upstream.conf")
    domain=$(awk '
        $1 == "search" { for (i = 2; i <= NF; i++) { sub(/\.$/, "", $i); if ($i ~ /^[^.]+\.svc(\.|$)/) found = $i } }
        END { if (found != "") print "." found "." }
    ' /etc/resolv.conf)
    names=$(printf '%s\n' "$wanted" | awk -v domain="$domain" '{ print $3 domain }')
    # One that every cluster has: whether anything can be looked up at all.
    known=kubernetes.default.svc${domain#.*.svc}
}

# look: false when nothing is to be learnt, or not enough yet to begin with.
look() {
    answer=$(ask_for_names | next_addresses "$home/current/config/slots" | sort -u)
    if [ -z "$answer" ]; then
        [ -n "$silent" ] || tell "the cluster's name service does not answer, not even for $known: everything stays as it is"
        silent=yes
        return 1
    fi
    [ -z "$silent" ] || say "the cluster's name service answers again"
    silent=
    read_answer
}

read_answer() {
    looked= missed= unsettled=
    IFS='
'
    for line in $answer; do
        case "$line" in
            "! missed "*) missed="$missed${line#! }$IFS" ;;
            "! say "*) say "${line#! say }" ;;
            "! unsettled") unsettled=yes ;;
            *) looked="$looked$line$IFS" ;;
        esac
    done
    unset IFS
    [ -z "$unsettled" ]
}

# The known name comes last: it speaks for those before it.
ask_for_names() {
    printf '%s\n' "$wanted" "$missed"
    # shellcheck disable=SC2086 # one word per name
    RES_OPTIONS='timeout:1 attempts:2' timeout "$patience_of_a_look" getent ahosts $names "$known"
}

# next_addresses <those of before>: from stdin, what $looked and $missed are to be, the latter and what there is to say
# after "! ". Nothing, when there was no answer at all. A service without any pod keeps the addresses it had.
next_addresses() {
    awk -v before="$1" -v patience="$patience" '
        $1 == "wanted" { names[++count] = $3; service[$3] = $2; port[$3] = $4; next }
        $1 == "missed" { missed[$2] = $3; next }
        $2 == "STREAM" {
            answered = 1
            if (NF == 3) { name = $3; sub(/\..*/, "", name) }
            if (!(name in port)) next
            lines[name] = lines[name] name " " ($1 ~ /:/ ? "[" $1 "]" : $1) ":" port[name] "\n"
            lives[service[name]] = 1
        }
        END {
            if (!answered) exit
            while ((getline <before) > 0) if ($3 == "") kept[$1] = kept[$1] $0 "\n"
            for (i = 1; i <= count; i++) printf "%s", (names[i] in lines) ? lines[names[i]] : without_pods(names[i], missed[names[i]] + 1)
        }
        function without_pods(name, times) {
            print "! missed", name, times
            if (times < patience) {
                if (!(name in kept)) print "! unsettled"
                return kept[name]
            }
            if (!(name in kept)) return name " 127.0.0.1:1 down\n"
            if (service[name] in lives) return name " 127.0.0.1:1 down\n"
            if (times == patience) print "! say no pod of " name " is ready: it keeps the addresses it had"
            return kept[name]
        }
    '
}
