import type { CustomResourceOptions } from "@pulumi/pulumi";
import { join } from "node:path";
import { makeStack, type Stack } from "./engine-process";

export type KubernetesKind =
    | "namespace"
    | "configMap"
    | "secret"
    | "service"
    | "serviceAccount"
    | "claim"
    | "deployment"
    | "autoscaler"
    | "budget"
    | "networkPolicy"
    | "ingress"
    | "custom";

/** An object that a stack of the tests asks for; `args` as the Kubernetes SDK takes them. */
export interface KubernetesWish {
    readonly kind: KubernetesKind;
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly after?: readonly string[];
    readonly options?: Pick<CustomResourceOptions, "ignoreChanges" | "retainOnDelete" | "deleteBeforeReplace" | "protect">;
}

export type KubernetesStack = Stack & {
    /** Of the provider; kept from run to run. */
    provider: Readonly<Record<string, unknown>>;
    wish(...resources: KubernetesWish[]): void;
};

export function makeKubernetesStack(provider: Readonly<Record<string, unknown>>): KubernetesStack {
    const stack: KubernetesStack = Object.assign(makeStack({ program: join(__dirname, "kubernetes-program.ts") }), {
        provider,
        wish: (...resources: KubernetesWish[]) => {
            stack.settings = { resources, provider: stack.provider };
        },
    });
    return stack;
}
