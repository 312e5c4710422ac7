import { parse } from "yaml";
import type { Watched } from "./deployed";
import type { Release } from "./release";

/** `config/load_balancer.yaml` of a release: what the scripts beside a proxy are told. */
export interface Settings {
    readonly name: string;
    /** nginx's own folder on the machine. */
    readonly conf: string | undefined;
    readonly services: ReadonlyMap<string, Watched>;
}

interface SettingsFile {
    readonly name?: string;
    readonly paths?: { readonly conf?: string };
    readonly services?: Readonly<Record<string, Partial<Watched>>>;
}

/** What is missing from it nobody is told: no service is watched, and nobody is asked for. */
export function settingsOf({ files }: Release): Settings {
    const { name = "", paths, services = {} } = (parse(files.get("config/load_balancer.yaml") ?? "") ?? {}) as SettingsFile;
    return { name, conf: paths?.conf, services: new Map(Object.entries(services).map(([service, settings]) => [service, watched(settings)])) };
}

function watched({ path = "", interval = 0, timeout = 0, rise = 0, fall = 0, instances = [], backup = [] }: Partial<Watched>): Watched {
    return { path, interval, timeout, rise, fall, instances, backup };
}
