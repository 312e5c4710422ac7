import { isIP } from "node:net";
import { join } from "node:path";
import semver from "semver";
import { isHostModel, type Instance, type Model, type Service } from "../../components/config/model";

/**
 * The same model for a machine that is not the one it is meant for: with paths that anybody may write to and ports
 * that anybody may open, under the account that is at work, and with an address for every name, because a name is
 * looked up on the host and need not mean anything here. The names of slots and pods stay: `expand` finds addresses for those.
 * What is left is all that nginx can judge from afar.
 *
 * @param version of the nginx that judges: one that is older than the host's would not know the newer directives.
 */
export function rehearsal(model: Model, directory: string, version = model.nginx.version): Model {
    return {
        ...model,
        paths: {
            conf: join(directory, "nginx"),
            home: directory,
            state: join(directory, "state"),
            logs: join(directory, "logs"),
            cache: join(directory, "cache"),
            pid: join(directory, "nginx.pid"),
            control: model.paths.control === null ? null : join(directory, "control.sock"),
        },
        site: { ...model.site, listen: "127.0.0.1", httpPort: 20_080, httpsPort: 20_443 },
        services: isHostModel(model) ? model.services.map(withAddresses) : model.services,
        nginx: { ...model.nginx, user: null, version: older(model.nginx.version, version) },
    };
}

function older(a: string, b: string): string {
    return semver.lt(semver.coerce(a) ?? a, semver.coerce(b) ?? b) ? a : b;
}

function withAddresses(service: Service): Service {
    return { ...service, instances: service.instances.map(withAddress), backup: service.backup.map(withAddress) };
}

function withAddress(instance: Instance): Instance {
    return isIP(instance.address) === 0 ? { ...instance, address: "127.0.0.1" } : instance;
}
