import type { MeasuredModel } from "./measured";

/** `alertmanager.yml`: one receiver, which posts to the webhook, or which there is no more to than Alertmanager's own page. */
export function alertmanagerConfig({ monitoring }: MeasuredModel): object {
    const { webhook } = monitoring.alerts;
    const receiver = webhook === null ? { name: "page" } : { name: "webhook", webhook_configs: [{ url: webhook, send_resolved: true }] };
    return {
        route: { receiver: receiver.name, group_by: ["alertname", "service"], group_wait: "10s", group_interval: "1m", repeat_interval: "4h" },
        receivers: [receiver],
        inhibit_rules: [
            // Who does not answer its health check need not be said to tell no metrics either.
            { source_matchers: ['alertname = "InstanceDown"'], target_matchers: ['alertname = "TargetDown"'], equal: ["service", "instance"] },
        ],
    };
}
