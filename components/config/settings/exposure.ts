import { defaulted, optional, required } from "../setting";
import { network } from "../types/address";
import { choice } from "../types/choice";
import { dictionary } from "../types/dictionary";
import { group } from "../types/group";
import { annotationName, annotationValue, anyNamespace, loadBalancerClass, objectName } from "../types/kubernetes-names";
import { list } from "../types/list";
import { integer } from "../types/scalar";
import { onKubernetes } from "./targets";

const annotations = dictionary(annotationName, annotationValue, "annotation names to values");
const nodePort = integer(30_000, 32_767);

const nodePorts = group({
    http: optional(nodePort, "one that the cluster picks", { ...onKubernetes, doc: "Port of every node for HTTP." }),
    https: optional(nodePort, "one that the cluster picks", { ...onKubernetes, doc: "Port of every node for HTTPS." }),
});

const ingress = group({
    className: optional(objectName, "the cluster's default", { ...onKubernetes, doc: "Ingress class.", elsewhere: ["ingressClassName", "class"] }),
    annotations: defaulted(annotations, {}, { ...onKubernetes, doc: "Annotations of the Ingress, for its controller." }),
    tlsSecret: optional(objectName, "plain HTTP", { ...onKubernetes, doc: "The kubernetes.io/tls Secret with the site's certificate.", elsewhere: ["secretName"] }),
});

const gateway = group({
    name: required(objectName, { ...onKubernetes, doc: "Name of the Gateway." }),
    namespace: optional(anyNamespace, "the stack's own", { ...onKubernetes, doc: "Namespace of the Gateway." }),
    listener: optional(objectName, "all of them", { ...onKubernetes, doc: "The Gateway's listener.", elsewhere: ["sectionName"] }),
});

/** `expose`: how clients get to the proxy's pods. */
export const expose = group({
    type: optional(choice(["LoadBalancer", "NodePort", "ClusterIP"]), "LoadBalancer, or ClusterIP behind an ingress or gateway", {
        ...onKubernetes,
        doc: "Type of the proxy's Service.",
        link: "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
    }),
    annotations: defaulted(annotations, {}, { ...onKubernetes, doc: "Annotations of the Service, for the load balancer." }),
    loadBalancerClass: optional(loadBalancerClass, "the cluster's default", { ...onKubernetes, doc: "Which load balancer, where a cluster has several." }),
    sourceRanges: defaulted(list(network, "addresses and networks", { identity: (value) => value }), [], {
        ...onKubernetes,
        doc: "Clients that the load balancer lets in; all when the list is empty.",
        elsewhere: ["loadBalancerSourceRanges"],
    }),
    nodePorts: defaulted(nodePorts, {}, { ...onKubernetes, doc: "Ports of every node that lead to the proxy.", elsewhere: ["nodePort"] }),
    ingress: optional(ingress, "no Ingress", {
        ...onKubernetes,
        doc: "Has the cluster's Ingress controller end TLS and pass requests on to the proxy.",
        link: "https://kubernetes.io/docs/concepts/services-networking/ingress/",
    }),
    gateway: optional(gateway, "no HTTPRoute", {
        ...onKubernetes,
        doc: "Has a Gateway end TLS and pass requests on to the proxy, by an HTTPRoute.",
        link: "https://gateway-api.sigs.k8s.io/api-types/httproute/",
    }),
});
