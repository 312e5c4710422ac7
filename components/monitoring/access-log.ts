import { buckets } from "./buckets";
import type { Measured } from "./measured";

/**
 * The mtail program that counts the lines of the metrics log.
 *
 * nginx names the upstream where no instance is left to be asked; no instance has answered then. It counts whole
 * milliseconds and drops the rest of one, of which half a millisecond is the mean; mtail leaves a plain 0 out of its buckets.
 */
export function accessLogProgram({ monitoring, target }: Measured): string {
    return String.raw`# Counts the lines of the metrics log, which has one for each request.

counter evenkeel_requests_total by service, instance, status
counter evenkeel_retried_requests_total by service
histogram evenkeel_request_seconds by service, instance buckets ${buckets(monitoring.alerts).join(", ")}

/^\{"status":(?P<class>\d)\d\d,"request_time":(?P<seconds>\d+\.\d+),"service":"(?P<service>[^"]*)",/ +
/"served_by":"(?:evenkeel_[^"]*|-)?${instance(target)}","upstream_status":"(?P<answers>[^"]*)"/ {
  evenkeel_requests_total[$service][$instance][$class + "xx"]++

  # A WebSocket lasts as long as people like.
  $class > 1 {
    evenkeel_request_seconds[$service][$instance] = $seconds + 0.0005
  }

  $answers =~ /[,:] / {
    evenkeel_retried_requests_total[$service]++
  }
}
`;
}

/** Pods are called by their addresses, which come with a port; slots have names. */
function instance({ kind }: Measured["target"]): string {
    return kind === "kubernetes" ? String.raw`(?P<instance>[^"]*?)(?::\d+)?` : String.raw`(?P<instance>[^"]*)`;
}
