import { describe, expect, it } from "vitest";
import type { Exposure, KubernetesModel } from "../../../components/config/model";
import { clusterCommands, clusterLines, clusterRemains } from "../../../tools/commands/on-cluster";
import { claim, kubernetesModel, kubernetesService, kubernetesTarget } from "../kubernetes/model";

function exposed(service: Exposure["service"], hosts: readonly string[] = [], context: string | null = null): KubernetesModel {
    const usual = kubernetesModel();
    return { ...usual, site: { ...usual.site, hosts }, target: kubernetesTarget({ context, exposure: { ...kubernetesTarget().exposure, service } }) };
}

describe("what up says of a stack on a cluster", () => {
    it.each<[string, KubernetesModel, string, string[]]>([
        ["the address", exposed("LoadBalancer"), "10.245.0.1", ["Address: 10.245.0.1"]],
        ["how to reach a name before the DNS knows it", exposed("LoadBalancer", ["*.a.example", "a.example"]), "10.245.0.1", ["Address: 10.245.0.1  (until a.example leads there: curl --connect-to a.example:80:10.245.0.1:80 http://a.example/)"]],
        ["the same of a long address", exposed("LoadBalancer", ["a.example"]), "2001:db8::1", ["Address: 2001:db8::1  (until a.example leads there: curl --connect-to a.example:80:[2001:db8::1]:80 http://a.example/)"]],
        ["the same of a node", exposed("NodePort", ["a.example"]), "10.0.0.1:30080", ["Address: 10.0.0.1:30080  (until a.example leads there: curl --connect-to a.example:80:10.0.0.1:30080 http://a.example/)"]],
        ["a name of the cluster's own", exposed("ClusterIP", ["a.example"]), "evenkeel-proxy.evenkeel.svc", ["Address: evenkeel-proxy.evenkeel.svc"]],
        ["nothing, of none", exposed("LoadBalancer"), "", []],
    ])("is %s", (_, model, address, lines) => {
        expect(clusterLines(model, address)).toEqual(lines);
    });

    it("is what to look at next, in the stack's own context", () => {
        expect(clusterCommands(exposed("LoadBalancer", [], "prod")).join("\n")).toMatch(/^kubectl --context prod -n evenkeel get pods -l app.kubernetes.io\/instance=evenkeel\nkubectl --context prod -n evenkeel logs -f deployment\/evenkeel-proxy -c nginx/);
        expect(clusterCommands(exposed("ClusterIP"))[0]).toBe("kubectl -n evenkeel port-forward service/evenkeel-proxy 8080:80      # from here, at localhost:8080");
    });
});

it("down says what it leaves, and how that goes too", () => {
    expect(clusterRemains(kubernetesModel())).toBe("the namespace evenkeel. To remove what is left:\n  kubectl delete namespace evenkeel      # with all that anybody has in it");
    const kept = clusterRemains(kubernetesModel({ services: [kubernetesService("app", { claims: [claim("data"), claim("backups")] })] }));
    expect(kept).toContain("the namespace evenkeel and its claims on storage, which are yours. To remove");
    expect(kept).toContain("  kubectl -n evenkeel delete persistentvolumeclaim evenkeel-app-data evenkeel-app-backups      # the data is lost\n");
});
