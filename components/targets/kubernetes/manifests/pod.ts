import type { Labels } from "./labels";
import type { ResourceRequirements } from "./quantities";

/** The parts of a pod that this target makes use of, in the API's own words. */

export interface PodTemplate {
    readonly metadata: { readonly labels: Labels; readonly annotations?: Readonly<Record<string, string>> };
    readonly spec: PodSpec;
}

export interface PodSpec {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken: false;
    /** Variables for every Service of the namespace: names that nobody asked for, and another environment with every new one. */
    readonly enableServiceLinks: false;
    /** Seconds, the pause before the stop included. */
    readonly terminationGracePeriodSeconds: number;
    readonly securityContext: PodSecurity;
    readonly imagePullSecrets?: { readonly name: string }[];
    readonly topologySpreadConstraints: SpreadConstraint[];
    readonly initContainers?: Sidecar[];
    readonly containers: Container[];
    readonly volumes?: Volume[];
}

export interface PodSecurity {
    readonly runAsNonRoot: true;
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly fsGroup: number;
    readonly fsGroupChangePolicy: "OnRootMismatch";
    readonly seccompProfile: { readonly type: "RuntimeDefault" };
    readonly sysctls?: { readonly name: string; readonly value: string }[];
}

export interface SpreadConstraint {
    readonly maxSkew: 1;
    readonly topologyKey: string;
    readonly whenUnsatisfiable: "ScheduleAnyway";
    readonly labelSelector: { readonly matchLabels: Labels };
    readonly matchLabelKeys: string[];
}

export interface Container {
    readonly name: string;
    readonly image: string;
    readonly imagePullPolicy: "IfNotPresent";
    readonly command?: string[];
    readonly args?: string[];
    readonly env?: EnvironmentVariable[];
    readonly ports?: ContainerPort[];
    readonly resources: ResourceRequirements;
    readonly volumeMounts?: VolumeMount[];
    readonly securityContext: ContainerSecurity;
    readonly startupProbe?: ProbeSpec;
    readonly livenessProbe?: ProbeSpec;
    readonly readinessProbe?: ProbeSpec;
    readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
    /** So that what a container said last is known of it even when it wrote no message. */
    readonly terminationMessagePolicy: "FallbackToLogsOnError";
}

/** Starts before the pod's containers and ends after them. */
export interface Sidecar extends Container {
    readonly restartPolicy: "Always";
}

export interface ContainerSecurity {
    readonly allowPrivilegeEscalation: false;
    readonly capabilities: { readonly drop: "ALL"[] };
    readonly readOnlyRootFilesystem: boolean;
}

export type EnvironmentVariable =
    | { readonly name: string; readonly value: string }
    | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly apiVersion: "v1"; readonly fieldPath: string } } }
    | { readonly name: string; readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } } };

export interface ContainerPort {
    /** At most 15 characters. */
    readonly name: string;
    readonly containerPort: number;
    readonly protocol: "TCP";
}

export interface VolumeMount {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly readOnly?: boolean;
}

export interface ProbeSpec {
    readonly httpGet?: { readonly path: string; readonly port: string };
    readonly exec?: { readonly command: string[] };
    readonly periodSeconds: number;
    readonly timeoutSeconds: number;
    readonly failureThreshold: number;
}

export type Volume =
    | { readonly name: string; readonly emptyDir: { readonly medium?: "Memory"; readonly sizeLimit?: string } }
    | { readonly name: string; readonly configMap: { readonly name: string; readonly defaultMode?: number; readonly items?: KeyToPath[] } }
    | { readonly name: string; readonly secret: { readonly secretName: string; readonly defaultMode?: number } }
    | { readonly name: string; readonly persistentVolumeClaim: { readonly claimName: string; readonly readOnly?: boolean } };

export interface KeyToPath {
    readonly key: string;
    readonly path: string;
    readonly mode?: number;
}
