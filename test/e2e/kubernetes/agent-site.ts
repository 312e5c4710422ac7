import type { KubernetesModel } from "../../../components/config/model";
import { render } from "../../../components/proxy/render";
import { kubernetesDrafts } from "../../../components/targets/kubernetes/files";
import { secretFiles } from "../../../components/targets/kubernetes/proxy-pod";
import type { Pair } from "../../certificates";
import { kubernetesModel, kubernetesService } from "../../unit/kubernetes/model";
import { model as usual, ms } from "../../unit/proxy/model";
import type { PodFile } from "./agent-pod";

/** Names that lead to the pods of each service, and of the backups of one. */
export const names = { app: "evenkeel-app-pods", backup: "evenkeel-app-backup-pods", api: "evenkeel-api-pods" } as const;

const health = { path: "/healthz", interval: ms(1000), timeout: ms(500), rise: 2, fall: 2 };

/** Two services, one of them with a backup, for Debian's nginx. */
export function siteModel(more: Partial<KubernetesModel> = {}): KubernetesModel {
    return kubernetesModel({
        site: { ...usual().site, httpPort: 80, httpsPort: 443, drain: ms(10_000) },
        services: [kubernetesService("app", { backups: 1 }, { health }), kubernetesService("api", { replicas: 1 }, { health })],
        nginx: { version: "1.22", workerProcesses: "auto", workerConnections: 1024, user: null },
        ...more,
    });
}

/** What the ConfigMap of a release is mounted as. */
export function releaseFiles(model: KubernetesModel): { readonly release: string; readonly files: readonly PodFile[] } {
    const { files, links, release } = render(model, kubernetesDrafts(model));
    const doubles = links.map(({ path, target }) => ({ path, content: files.find(file => file.path.endsWith(target.replace(/^\.\./, "")))?.content ?? "" }));
    return { release, files: [...files, ...doubles] };
}

/** What the Secret with the certificate is mounted as. */
export function certificateOf({ certificate, key }: Pair): readonly PodFile[] {
    return Object.entries(secretFiles(certificate, key)).map(([path, content]) => ({ path, content }));
}
