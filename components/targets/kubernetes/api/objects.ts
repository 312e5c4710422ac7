/** What is read of the cluster's objects; all of it is as the API sends it, times included. */

export interface List<T> {
    readonly items: readonly T[];
}

export interface Metadata {
    readonly name: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** It is on its way out. */
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly uid: string; readonly controller?: boolean }[];
}

export interface Condition {
    readonly type: string;
    readonly status: "True" | "False" | "Unknown";
    readonly reason?: string;
    readonly message?: string;
}

export interface Deployment {
    readonly metadata: Metadata;
    readonly spec: {
        readonly replicas?: number;
        readonly paused?: boolean;
        readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
    };
    /** Counts that are zero are left out. */
    readonly status?: {
        readonly observedGeneration?: number;
        readonly replicas?: number;
        readonly updatedReplicas?: number;
        readonly readyReplicas?: number;
        readonly availableReplicas?: number;
        readonly conditions?: readonly Condition[];
    };
}

export interface ReplicaSet {
    readonly metadata: Metadata;
    readonly spec: { readonly replicas?: number; readonly template: { readonly spec: PodSpec } };
}

export interface Pod {
    readonly metadata: Metadata;
    readonly spec: PodSpec;
    readonly status?: {
        readonly phase?: string;
        readonly reason?: string;
        readonly message?: string;
        readonly hostIP?: string;
        readonly conditions?: readonly Condition[];
        readonly initContainerStatuses?: readonly ContainerStatus[];
        readonly containerStatuses?: readonly ContainerStatus[];
    };
}

export interface PodSpec {
    readonly nodeName?: string;
    readonly containers: readonly ContainerSpec[];
    readonly initContainers?: readonly ContainerSpec[];
    readonly volumes?: readonly VolumeSpec[];
}

export interface ContainerSpec {
    readonly name: string;
    readonly resources?: { readonly limits?: { readonly memory?: string } };
    readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string }; readonly configMapKeyRef?: { readonly name: string } } }[];
    readonly envFrom?: readonly { readonly secretRef?: { readonly name: string }; readonly configMapRef?: { readonly name: string } }[];
}

export interface VolumeSpec {
    readonly configMap?: { readonly name: string };
    readonly secret?: { readonly secretName: string };
    readonly persistentVolumeClaim?: { readonly claimName: string };
    readonly projected?: { readonly sources: readonly { readonly configMap?: { readonly name: string }; readonly secret?: { readonly name: string } }[] };
}

export interface ContainerStatus {
    readonly name: string;
    readonly image: string;
    readonly ready: boolean;
    readonly restartCount: number;
    readonly started?: boolean;
    readonly state?: ContainerState;
    readonly lastState?: ContainerState;
}

export interface ContainerState {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: object;
    readonly terminated?: Termination;
}

export interface Termination {
    readonly exitCode: number;
    readonly reason?: string;
    /** What the container wrote as its last words. */
    readonly message?: string;
}

export interface Claim {
    readonly metadata: Metadata;
    readonly spec: { readonly storageClassName?: string };
    readonly status?: { readonly phase?: string };
}

export interface Event {
    readonly type?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly count?: number;
    readonly lastTimestamp?: string | null;
    readonly eventTime?: string | null;
    readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
}

export interface Service {
    readonly metadata: Metadata;
    readonly spec: { readonly type?: string; readonly ports?: readonly { readonly name?: string; readonly port: number; readonly nodePort?: number }[] };
    readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] } };
}

export interface Node {
    readonly metadata: Metadata;
    readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}
