# shellcheck shell=sh
# The answer of /health.

# answer_code: 200 while every service has an instance that is up, else 503.
answer_code() {
    printf '%s\n' "$targets" | awk '
        $1 != "" { known[$1] = 1 }
        $9 == "up" { up[$1] = 1 }
        END { for (service in known) if (!(service in up)) down = 1; print (down || NR == 0 ? 503 : 200) }
    '
}

# report <status, or nothing for the real one>
report() {
    printf '%s\n' "$targets" | awk -v status="$1" -v version="$version" -v release="$release" -v time="$(iso_now)" '
        function entry(indent, key, value, last) { printf "%s\"%s\": %s%s\n", indent, key, value, last ? "" : "," }
        function text(value) { return "\"" value "\"" }
        !($1 in size) { names[++services] = $1 }
        {
            size[$1]++
            address[$1, size[$1]] = $2
            detail[$1, size[$1]] = sprintf("{\"state\": \"%s\", \"since\": \"%s\", \"backup\": %s}", $9, $10, $3 == "backup" ? "true" : "false")
            if ($9 == "up") up[$1] = 1; else down++
        }
        END {
            for (i = 1; i <= services; i++) if (!(names[i] in up)) lost++
            print "{"
            entry("  ", "status", text(status ? status : lost ? "unhealthy" : down ? "degraded" : "healthy"))
            print "  \"upstreams\": {"
            for (i = 1; i <= services; i++) entry("    ", names[i], text(names[i] in up ? "up" : "down"), i == services)
            print "  },\n  \"instances\": {"
            for (i = 1; i <= services; i++) {
                print "    \"" names[i] "\": {"
                for (j = 1; j <= size[names[i]]; j++) entry("      ", address[names[i], j], detail[names[i], j], j == size[names[i]])
                print "    }" (i == services ? "" : ",")
            }
            print "  },"
            entry("  ", "load_balancer", text("nginx/" version))
            entry("  ", "release", text(release))
            entry("  ", "checked", text(time), 1)
            print "}"
        }
    '
}
