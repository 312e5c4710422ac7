import type { Autoscaling, KubernetesModel, ScalingPace } from "../../../config/model";
import type { Owner } from "./labels";
import type { Autoscaler, ResourceMetric, ScalingRules } from "./manifest";
import { wholeSeconds } from "./quantities";
import { metadata } from "./workload";

/** Named as the Deployment that it scales. */
export function autoscaler(model: KubernetesModel, name: string, owner: Owner, { min, max, cpu, memory, scaleUp, scaleDown }: Autoscaling): Autoscaler {
    return {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: metadata(model, name, owner),
        spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
            minReplicas: min,
            maxReplicas: max,
            metrics: [...metric("cpu", cpu), ...metric("memory", memory)],
            behavior: { scaleUp: rules(scaleUp), scaleDown: rules(scaleDown) },
        },
    };
}

function metric(name: "cpu" | "memory", averageUtilization: number | null): ResourceMetric[] {
    return averageUtilization === null ? [] : [{ type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } }];
}

/** A window of 0 acts at once. */
function rules({ stabilization, percent, period }: ScalingPace): ScalingRules {
    return {
        stabilizationWindowSeconds: Math.ceil(stabilization / 1000),
        selectPolicy: "Max",
        policies: [{ type: "Percent", value: percent, periodSeconds: wholeSeconds(period) }],
    };
}
