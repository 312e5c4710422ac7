import { describe, expect, it } from "vitest";
import { alertGroups, clusterRules } from "../../../components/monitoring/alerts/rules";
import { placeOf } from "../../../components/targets/kubernetes/monitoring/place";
import { kubernetesService } from "../kubernetes/model";
import { measured } from "../monitoring/measured-stack";
import { promtoolTests } from "../monitoring/promtool-tests";
import { clusterAlertCases } from "./alert-cases";
import { measuredCluster } from "./measured-cluster";

const model = measuredCluster();
const names = (stack = model) => [...new Set(alertGroups(stack, placeOf(stack)).flatMap(([, alerts]) => alerts.map(({ name }) => name)))];

promtoolTests("what a cluster's Prometheus says of the alert rules", clusterRules(model, placeOf(model)), clusterAlertCases);

describe("the alerts of a cluster", () => {
    it("are those of docker, but for those about a Prometheus that is not the stack's", () => {
        const onDocker = alertGroups(measured()).flatMap(([, alerts]) => alerts.map(({ name }) => name));
        expect(names()).toEqual(onDocker.filter((name) => !["MonitoringReloadFailed", "AlertsNotDelivered"].includes(name)));
    });

    it.each(names())("%s has a case in which it is told and one in which it is not", (name) => {
        const cases = clusterAlertCases.filter(({ alert }) => alert === name);
        expect(new Set(cases.map(({ told }) => told !== null))).toEqual(new Set([true, false]));
    });

    it("watch a certificate and claims where there are any", () => {
        const plain = measuredCluster({ tls: { mode: "off", hsts: null }, services: [kubernetesService("app")] });
        expect(names().filter((name) => !names(plain).includes(name))).toEqual(["CertificateExpiry", "DiskAlmostFull"]);
    });
});
