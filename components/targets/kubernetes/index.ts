import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesModel, KubernetesTarget as Target, Service } from "../../config/model";
import { formatProblems } from "../../config/problem";
import { chainFingerprint } from "../certificate-files";
import { stateOutputs, targetOutputs } from "../outputs";
import type { TargetArgs, TargetOutputs } from "../target";
import { clusterProvider } from "./cluster-provider";
import { sizeProblem } from "./manifests/config-maps";
import { printOfSecrets, stackManifests, type ApplicationManifests, type DeploymentManifests, type ProxyManifests } from "./manifests/stack";
import type { Deployment, Secret, Supporting } from "./manifests/manifest";
import { secretFiles } from "./proxy-pod";
import { deploymentResource, resourceOf, secretResource } from "./resources";
import type { Address } from "./rollout/address";
import { rolloutCommand } from "./rollout-command";
import { inCluster, nameOf, podAddresses, siteAddress, type SiteAddress } from "./site-address";

type Resources = readonly pulumi.Resource[];

/**
 * The load balancer and the services behind it in one namespace of a cluster.
 *
 * Each Deployment is followed by a command that waits until its pods serve; the proxy's comes when all services do. See
 * docs/kubernetes.md for the order of things.
 */
export class KubernetesTarget extends pulumi.ComponentResource {
    readonly outputs: TargetOutputs;

    private readonly model: KubernetesModel;
    private readonly options: pulumi.CustomResourceOptions;
    /** Tells certificates apart; undefined: TLS is off. */
    private readonly fingerprint: pulumi.Output<string> | undefined;

    /** @throws RunError for a release that no cluster can hold. */
    constructor(private readonly name: string, private readonly args: TargetArgs<Target>, options?: pulumi.ComponentResourceOptions) {
        super("evenkeel:kubernetes:KubernetesTarget", name, {}, options);
        const { model, rendered, certificate, secretPrints } = args;
        const problem = sizeProblem(rendered);
        if (problem !== undefined) {
            throw new pulumi.RunError(formatProblems([problem]));
        }
        this.model = model;
        this.fingerprint = certificate?.certificatePem.apply(chainFingerprint);
        this.options = { parent: this, provider: clusterProvider(name, model.target, { parent: this }) };
        const { namespace, applications, proxy, monitoring } = stackManifests(model, rendered, service => printOfSecrets(service, secretPrints));
        const base = [this.object(namespace, [])];
        const rollouts = applications.flatMap(application => this.application(application, base));
        const { command, found } = this.proxy(proxy, base, rollouts);
        monitoring.forEach(manifest => this.object(manifest, base));
        this.outputs = this.outputsWith(found);
        this.registerOutputs(stateOutputs(this.outputs, args, command));
    }

    /** Gives back what waits for its pods. */
    private application({ service, ground, secret, deployments }: ApplicationManifests, base: Resources): local.Command[] {
        const before = [...this.ground(ground, base), ...(secret === null ? [] : [this.secret(secret, this.variables(service), base)])];
        return deployments.map(each => this.rollout(each, before));
    }

    private proxy({ ground, secret, ...deployment }: ProxyManifests, base: Resources, rollouts: Resources): { readonly command: local.Command; readonly found: pulumi.Output<Address> | undefined } {
        const before = [...this.ground(ground, base), ...(secret === null ? [] : [this.secret(secret, this.certificate(), base)]), ...rollouts];
        const { service } = this.model.target.exposure;
        const address = service === "ClusterIP" ? "none" : service;
        const command = this.rollout(deployment, before, address, this.fingerprint);
        return { command, found: address === "none" ? undefined : command.stdout.apply(text => JSON.parse(text) as Address) };
    }

    private rollout({ deployment, keepers }: DeploymentManifests, before: Resources, address: "LoadBalancer" | "NodePort" | "none" = "none", certificate?: pulumi.Output<string>): local.Command {
        const pods = this.deployment(deployment, before, certificate);
        keepers.forEach(keeper => this.object(keeper, [pods]));
        return new local.Command(`${deployment.metadata.name}-rollout`, rolloutCommand(this.model, deployment, certificate, address), { parent: this, dependsOn: [pods] });
    }

    private deployment(manifest: Deployment, after: Resources, certificate?: pulumi.Output<string>): pulumi.Resource {
        const annotations = certificate === undefined ? {} : { "evenkeel/certificate": certificate };
        return deploymentResource(this.name, manifest, annotations, { ...this.options, dependsOn: [...after] });
    }

    private ground(manifests: readonly Supporting[], base: Resources): pulumi.Resource[] {
        return manifests.map(manifest => this.object(manifest, base));
    }

    private object(manifest: Supporting, after: Resources): pulumi.Resource {
        return resourceOf(this.name, manifest, { ...this.options, dependsOn: [...after] });
    }

    private secret(manifest: Secret, values: pulumi.Output<Record<string, string>>, after: Resources): pulumi.Resource {
        return secretResource(this.name, manifest, values, { ...this.options, dependsOn: [...after] });
    }

    /** A service's secrets by the names of their variables. */
    private variables({ name, container }: Service): pulumi.Output<Record<string, string>> {
        const entries = (container?.secrets ?? []).map(variable => {
            const value = this.args.secrets[`services.${name}.secrets.${variable}`];
            if (value === undefined) {
                throw new Error(`The validator accepted the secret ${variable} of ${name} without its value.`);
            }
            return [variable, value] as const;
        });
        return pulumi.secret(pulumi.all(Object.fromEntries(entries)));
    }

    private certificate(): pulumi.Output<Record<string, string>> {
        const { certificate } = this.args;
        if (certificate === undefined) {
            throw new Error("TLS is on and there is no certificate.");
        }
        return pulumi.secret(pulumi.all([certificate.certificatePem, certificate.privateKeyPem]).apply(([chain, key]) => secretFiles(chain, key)));
    }

    private outputsWith(found: pulumi.Output<Address> | undefined): TargetOutputs {
        const { model } = this;
        const site: pulumi.Output<SiteAddress> = found === undefined ? pulumi.output(siteAddress(model, null)) : found.apply(address => siteAddress(model, address));
        const known = nameOf(model) === undefined ? site : pulumi.output(siteAddress(model, null));
        return {
            ...targetOutputs(this.args, inCluster(model)),
            url: known.url,
            healthUrl: known.healthUrl,
            address: site.address,
            instances: pulumi.output(podAddresses(model)),
        };
    }
}
