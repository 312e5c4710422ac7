# shellcheck shell=sh disable=SC2154
# The same verdicts for Prometheus, which reads them through node-exporter: where EVENKEEL_METRICS names a file.

# How often the running proxy is asked what it serves, in hundredths of a second.
asked_every=1000
served_due=0
reload_failed=0

publish_metrics() {
    if [ -n "${EVENKEEL_METRICS-}" ] && mkdir -p "${EVENKEEL_METRICS%/*}" 2>/dev/null; then
        look_at_proxy
        metrics | put "$EVENKEEL_METRICS"
    fi
}

metrics() {
    family evenkeel_instance_up "Whether the instance answers its health check."
    printf '%s\n' "$targets" | awk '
        $9 == "up" || $9 == "down" {
            sub(/:[0-9]+$/, "", $2)
            printf "evenkeel_instance_up{service=\"%s\",instance=\"%s\",backup=\"%s\"} %d\n", $1, $2, $3 == "backup" ? "true" : "false", $9 == "up"
        }
    '
    family evenkeel_health_checked_timestamp_seconds "When the health checker has last asked."
    echo "evenkeel_health_checked_timestamp_seconds $(date +%s)"
    family evenkeel_release_info "What was deployed last."
    echo "evenkeel_release_info{release=\"${release%%.*}\",nginx=\"$version\"} 1"
    family evenkeel_reload_failed "Whether the running proxy serves something else."
    echo "evenkeel_reload_failed $reload_failed"
    if read -r expiry <"$home/current/nginx/tls/expires"; then
        family evenkeel_certificate_expiry_timestamp_seconds "When the certificate is no longer good."
        echo "evenkeel_certificate_expiry_timestamp_seconds $expiry"
    fi 2>/dev/null
}

# family <name> <help>
family() {
    printf '# HELP %s %s\n# TYPE %s gauge\n' "$1" "$2" "$1"
}

# On silence nothing is said of it: whether the proxy lives is another question.
look_at_proxy() {
    now=$(ticks)
    [ "$now" -ge "$served_due" ] || return 0
    served_due=$((now + asked_every))
    served=$(served release)+$(served slots)
    case "$served" in
        +* | *+) ;;
        "$followed") reload_failed=0 ;;
        *) reload_failed=1 ;;
    esac
}

# served <release|slots>
served() {
    curl -q --silent --fail --max-time 2 --unix-socket "$EVENKEEL_CONTROL" "http://localhost/-/evenkeel/$1" 2>/dev/null || :
}
