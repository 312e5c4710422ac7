import { beforeAll, describe, expect, it } from "vitest";
import type { KubernetesModel } from "../../../components/config/model";
import type { Deployment } from "../../../components/targets/kubernetes/api/objects";
import type { Finding } from "../../../tools/commands/doctor/finding";
import { judgeRunning, type RunningFacts } from "../../../tools/commands/doctor/kubernetes-drift";
import { makePair } from "../../certificates";
import { autoscaling, kubernetesModel, kubernetesService } from "../kubernetes/model";

const day = 86_400_000;
const release = "0123456789abcdef.fedcba";
const model = kubernetesModel({ services: [kubernetesService("app", { backups: 1 })] });
const scaled = kubernetesModel({ services: [kubernetesService("app", { autoscaling })] });

let certificate = "";

function deployment(name: string, replicas: number, readyReplicas = replicas): Deployment {
    return { metadata: { name, uid: name }, spec: { replicas, selector: {} }, status: { readyReplicas } };
}

const deployments = [deployment("evenkeel-app", 3), deployment("evenkeel-app-backup", 1), deployment("evenkeel-proxy", 2)];

const running: RunningFacts = {
    deployments,
    autoscalers: [],
    served: [release],
    certificate: undefined,
};

function findings(facts: Partial<RunningFacts>, of: KubernetesModel = model, now = new Date()): Finding[] {
    return judgeRunning({ ...running, ...facts }, { release, instances: {}, model: of }, now);
}

function wrong(facts: Partial<RunningFacts>, of: KubernetesModel = model): string[] {
    return findings(facts, of).flatMap(({ state, subject }) => (state === "ok" ? [] : [`${state}: ${subject}`]));
}

function instead(name: string, other: Deployment | undefined): Partial<RunningFacts> {
    return { deployments: deployments.flatMap(each => (each.metadata.name === name ? (other ?? []) : each)) };
}

beforeAll(async () => {
    certificate = (await makePair({ names: ["a.example"], to: new Date(Date.now() + 20.5 * day) })).certificate;
});

describe("what the doctor makes of a stack that is up", () => {
    it("finds in order what is as it was deployed", () => {
        expect(findings({ certificate }).map(({ state, subject }) => `${state}: ${subject}`)).toEqual([
            "ok: app: 3 of 3 pods are ready",
            "ok: backup of app: 1 of 1 pods are ready",
            "ok: proxy: 2 of 2 pods are ready",
            "ok: serves what was deployed last (0123456789ab)",
            "ok: certificate good for 20 days",
        ]);
    });

    it.each<[string, Partial<RunningFacts>, string[]]>([
        ["pods that are not ready", instead("evenkeel-app", deployment("evenkeel-app", 3, 1)), ["missing: app: 1 of 3 pods are ready"]],
        ["a Deployment that is gone", instead("evenkeel-app-backup", undefined), ["missing: backup of app: there is no Deployment evenkeel-app-backup"]],
        ["a proxy that is gone, once", instead("evenkeel-proxy", undefined), ["missing: proxy: there is no Deployment evenkeel-proxy"]],
        ["a number that somebody changed", instead("evenkeel-app", deployment("evenkeel-app", 5)), ["missing: app: scaled to 5, but 3 were deployed last"]],
        ["another release, of one of its pods", { served: [release, "aaaaaaaaaaaaaaaa.b"] }, ["missing: serves aaaaaaaaaaaa, but 0123456789ab was deployed last"]],
        ["a proxy that serves nothing", { served: [] }, ["missing: serves nothing, but 0123456789ab was deployed last"]],
    ])("tells of %s", (_, facts, found) => {
        expect(wrong(facts)).toEqual(found);
    });

    it("tells what differs from what is not well just now", () => {
        const other = { ...instead("evenkeel-app", deployment("evenkeel-app", 5, 1)), served: [] };
        expect(findings({ ...other, certificate }, model, new Date(Date.now() + 21 * day)).flatMap(({ about, state, subject }) => (state === "missing" ? [`${about}: ${subject}`] : []))).toEqual([
            "health: app: 1 of 5 pods are ready",
            "running: app: scaled to 5, but 3 were deployed last",
            "running: serves nothing, but 0123456789ab was deployed last",
            expect.stringMatching(/^health: the certificate has expired/),
        ]);
    });

    it("does not take for gone what the account may not look at", () => {
        const blind = findings({ deployments: undefined, autoscalers: undefined, served: undefined }, scaled);
        expect(blind.map(({ about, state, subject }) => `${about}, ${state}: ${subject}`)).toEqual(["Deployments", "pods", "autoscalers"].map(kind => `answer, note: ${kind} of the stack: your account may not look at them`));
        expect(wrong({ autoscalers: undefined })).toEqual([]);
    });

    it("leaves the number to an autoscaler, and asks that one", () => {
        const name = { metadata: { name: "evenkeel-app", uid: "a" } };
        const facts = { deployments: [deployment("evenkeel-app", 7), deployment("evenkeel-proxy", 2)] };
        expect(wrong({ ...facts, autoscalers: [name] }, scaled)).toEqual([]);
        expect(wrong(facts, scaled)).toEqual(["missing: app: there is no HorizontalPodAutoscaler evenkeel-app"]);
        const blind = { ...name, status: { conditions: [{ type: "ScalingActive", status: "False", message: "unable to get metrics for resource cpu" } as const] } };
        expect(wrong({ ...facts, autoscalers: [blind] }, scaled)).toEqual(["warning: app: its autoscaler does not work: unable to get metrics for resource cpu"]);
    });

    it.each([
        [10, "warning: the certificate expires in 10 days"],
        [21, expect.stringMatching(/^missing: the certificate has expired \(.*GMT\)$/)],
    ])("tells after %i days of what the certificate has left", (days, found) => {
        const last = findings({ certificate }, model, new Date(Date.now() + days * day)).at(-1);
        expect(`${last?.state ?? ""}: ${last?.subject ?? ""}`).toEqual(found);
    });
});
