# shellcheck shell=sh
# Everything a push knows about itself: read once from the release that was sent, never changed afterwards.

# read_context <certificate fingerprint, or nothing>
read_context() {
    settings=$tree/config/load_balancer.yaml
    # Run by hand on the host, the tree is the release itself and knows its certificate.
    fingerprint=${1:-$(basename "$(readlink "$tree/nginx/tls")")}
    release=$(cat "$tree/config/release")${fingerprint:+.$fingerprint}
    name=$(setting "$settings" name)
    prefix=$(setting "$settings" paths.prefix)
    conf=$(setting "$settings" paths.conf)
    home=$(setting "$settings" paths.home)
    state=$(setting "$settings" paths.state)
    logs=$(setting "$settings" paths.logs)
    cache=$(setting "$settings" paths.cache)
    pid_file=$(setting "$settings" paths.pid)
    wanted_version=$(setting "$settings" nginx.version)
    worker_user=$(setting "$settings" nginx.user)
    drain=$(setting "$settings" drain)
    control=$(setting "$settings" control.url)
    control_source=$(setting "$settings" control.source)
    error_log=$(awk '$1 == "error_log" { sub(/;$/, "", $2); print $2; exit }' "$tree/nginx/nginx.conf")
    log=$home/push.log
}

# With a prefix, this layer is a guest of a machine that is not its own: it never touches the machine's services.
is_guest() {
    [ "$prefix" != / ]
}
