# shellcheck shell=sh
# Everything a push knows about itself: read once from the release that was sent, never changed afterwards.

# read_context <certificate fingerprint, or nothing>
read_context() {
    settings=$tree/config/load_balancer.yaml
    # Run by hand, the tree is the release itself and knows its certificate.
    fingerprint=${1:-$(basename "$(readlink "$tree/nginx/tls")")}
    release=$(cat "$tree/config/release")${fingerprint:+.$fingerprint}
    worker_user=
    read_settings
    error_log=$(awk '$1 == "error_log" { sub(/;$/, "", $2); print $2; exit }' "$tree/nginx/nginx.conf")
    log=$home/push.log
    read_machine
}

read_settings() {
    lines=$(flat_settings "$settings")
    IFS='
'
    for line in $lines; do
        case "$line" in
            "name "*) name=${line#* } ;;
            "drain "*) drain=${line#* } ;;
            "nginx.version "*) wanted_version=${line#* } ;;
            "nginx.user "*) worker_user=${line#* } ;;
            "paths.conf "*) conf=${line#* } ;;
            "paths.home "*) home=${line#* } ;;
            "paths.state "*) state=${line#* } ;;
            "paths.logs "*) logs=${line#* } ;;
            "paths.cache "*) cache=${line#* } ;;
            "paths.pid "*) pid_file=${line#* } ;;
        esac
    done
    unset IFS
}
