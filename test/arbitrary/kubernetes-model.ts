import fc from "fast-check";
import type { Autoscaling, KubernetesModel, Pods, Service } from "../../components/config/model";
import { container } from "../unit/docker/model";
import { autoscaling, claim, kubernetesModel, kubernetesService, kubernetesTarget, monitoring } from "../unit/kubernetes/model";
import { bytes, model as hostModel, ms } from "../unit/proxy/model";

/** Models as a stack that is edited goes through them: the same services, everything else another. */
export const editedModel: fc.Arbitrary<KubernetesModel> = fc
    .record({ app: edited("app"), web: edited("web"), target: target(), drain: fc.integer({ min: 1, max: 600_000 }), tls: fc.boolean(), measured: fc.boolean() })
    .map(({ app, web, target, drain, tls, measured }) =>
        kubernetesModel({
            services: [app, web],
            target,
            site: { ...hostModel().site, drain: ms(drain) },
            tls: tls ? { mode: "self-signed", profile: "modern", hsts: null } : { mode: "off", hsts: null },
            monitoring: measured ? monitoring : null,
        }),
    );

function edited(name: string): fc.Arbitrary<Service> {
    return fc.record({ counts: counts(), tag: fc.stringMatching(/^[0-9a-z]{1,8}(\.[0-9]{1,3})?$/), readOnly: fc.boolean(), user: fc.constantFrom(null, "1000", "1000:2000"), secrets: fc.subarray(["A", "B"]), metrics: fc.boolean() })
        .map(({ counts, tag, readOnly, user, secrets, metrics }) =>
            kubernetesService(name, counts, {
                container: container({
                    image: { kind: "prebuilt", name: `registry.example.com:5000/${name}:${tag}` },
                    readOnly,
                    user,
                    secrets,
                    volumes: (counts.claims ?? []).map(({ name }) => ({ name, path: `/${name}`, readOnly })),
                }),
                metrics: metrics ? { path: "/metrics", interval: ms(15_000) } : null,
            }),
        );
}

function counts(): fc.Arbitrary<Partial<Pods>> {
    return fc.record({
        replicas: fc.integer({ min: 1, max: 20 }),
        backups: fc.integer({ min: 0, max: 3 }),
        autoscaling: fc.option(fc.record({ min: fc.integer({ min: 1, max: 5 }), max: fc.integer({ min: 5, max: 20 }) }).map((bounds): Autoscaling => ({ ...autoscaling, ...bounds })), { nil: null }),
        claims: fc.subarray(["data", "backups"]).map(names => names.map(name => claim(name))),
    });
}

function target(): fc.Arbitrary<KubernetesModel["target"]> {
    return fc
        .record({
            proxyTag: fc.constantFrom("nginx:1.28.0", "nginx:1.29.1", "nginx@sha256:0123"),
            replicas: fc.integer({ min: 2, max: 50 }),
            memory: fc.integer({ min: 1, max: 4096 }),
            service: fc.constantFrom("LoadBalancer" as const, "NodePort" as const, "ClusterIP" as const),
            pullSecrets: fc.subarray(["registry"]),
        })
        .map(({ proxyTag, replicas, memory, service, pullSecrets }) => {
            const { images, exposure, ...rest } = kubernetesTarget();
            const bound = bytes(memory * 1024 ** 2);
            return {
                ...rest,
                images: { ...images, proxy: proxyTag },
                proxy: { replicas, resources: { cpu: { request: null, limit: null }, memory: { request: bound, limit: bound } } },
                exposure: { ...exposure, service },
                pullSecrets,
            };
        });
}
