# shellcheck shell=sh disable=SC2034
# Where things lie in the proxy's pod, as the agent sees it.

# Releases, and what the health checker writes: the folder that the proxy reads.
home=$EVENKEEL_HOME
# There as soon as a release has been made: without one the proxy's pod is of no use.
first_release=$home/current
# What the cluster brings: the release as it was rendered, and the certificate where there is one.
given=/evenkeel/release
pair=/evenkeel/tls
# The proxy's folder of small files, with its control socket.
run=/evenkeel/proxy
# There where the kernel has IPv6.
ipv6=/proc/net/if_inet6
# Shown by the cluster when the agent gives up.
termination_log=$EVENKEEL_TERMINATION_LOG
# Written anew as long as addresses are followed.
alive=/tmp/evenkeel-follows

# What the health checker reads, and whom it asks. EVENKEEL_METRICS is there when somebody reads its figures.
EVENKEEL_SETTINGS=$home/current/config/load_balancer.yaml
EVENKEEL_CONTROL=$run/control.sock
export EVENKEEL_SETTINGS EVENKEEL_CONTROL
