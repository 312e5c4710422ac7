# shellcheck shell=sh disable=SC2034
# What the agent's container tells its scripts.

# Releases, certificates, slots: the folder that the proxy reads.
home=$EVENKEEL_HOME
# The container's own name, by which the engine's name service is known to work.
own_name=$EVENKEEL_NAME
# The proxy's folder of small files, with its control socket.
run=/evenkeel/proxy
# The proxy's logs.
proxy_logs=/evenkeel/logs
monitoring=/etc/evenkeel-monitoring
# Written anew as long as addresses are followed.
alive=/tmp/evenkeel-follows

# What the health checker reads, whom it asks, and where it writes its figures when somebody is there to read them.
EVENKEEL_SETTINGS=$home/current/config/load_balancer.yaml
EVENKEEL_CONTROL=$run/control.sock
EVENKEEL_METRICS=
[ ! -d "$monitoring" ] || EVENKEEL_METRICS=$monitoring/metrics/evenkeel.prom
export EVENKEEL_SETTINGS EVENKEEL_CONTROL EVENKEEL_METRICS
