import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isProvider, makeUrn, type Urn } from "./urn";
import type { ValueMap } from "./values";
import { fromWireMap, type Json } from "./wire";

/** A resource as the program wants it. */
export interface Goal {
    readonly urn: Urn;
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly inputs: ValueMap;
    readonly parent: Urn | undefined;
    readonly dependencies: readonly Urn[];
    readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** undefined: as the provider has it. */
    readonly deleteBeforeReplace: boolean | undefined;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    /** `<urn>::<id>` of the provider resource that the program made for it; absent: Pulumi's default one. */
    readonly provider?: string;
    /** Of the provider's package, as the SDK names it. */
    readonly version: string;
}

/** Something that the program asks for and that only the CLI can do. */
export class NeedsCli extends Error {
    constructor(what: string) {
        super(`${what}, which the embedded engine does not know. Install the Pulumi CLI and run this again: it is used wherever it is found.`);
    }
}

export function goalFrom(request: RegisterResourceRequest, project: string, stack: string): Goal {
    refuseUnknownOptions(request);
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent() || undefined];
    const byProperty = [...request.getPropertydependenciesMap().entries()] as [string, { getUrnsList(): string[] }][];
    const object = (request.getObject()?.toJavaScript() ?? {}) as Record<string, Json>;
    return {
        urn: makeUrn({ project, stack, type, name, parent }),
        type,
        name,
        parent,
        custom: request.getCustom(),
        inputs: isProvider(type) ? providerInputs(fromWireMap(object), request.getVersion()) : fromWireMap(object),
        dependencies: request.getDependenciesList().sort(),
        propertyDependencies: Object.fromEntries(byProperty.map(([key, urns]) => [key, urns.getUrnsList()])),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        ...(request.getCustom() && request.getProvider() !== "" ? { provider: request.getProvider() } : {}),
        version: request.getVersion(),
    };
}

/** The CLI keeps what it knows of a provider that the program makes among its inputs. */
function providerInputs(inputs: ValueMap, version: string): ValueMap {
    return { __internal: {}, ...inputs, ...(version === "" ? {} : { version }) };
}

/** An option that would be dropped silently would make the CLI and the engine build different things. */
function refuseUnknownOptions(request: RegisterResourceRequest): void {
    const asked: [string, boolean][] = [
        ["aliases", !hasOnlyFormerTypes(request) || request.getAliasurnsList().length > 0],
        ["import", request.getImportid() !== ""],
        ["a provider of its own", !hasKnownProviders(request)],
        ["deletedWith", request.getDeletedwith() !== ""],
        ["customTimeouts", isTimed(request)],
        ["replacementTrigger", request.hasReplacementTrigger()],
        ["a plugin download address", request.getPlugindownloadurl() !== ""],
        ["a remote component", request.getRemote()],
    ];
    const refused = asked.filter(([, used]) => used).map(([option]) => option);
    if (refused.length > 0) {
        throw new NeedsCli(`The resource ${request.getName()} (${request.getType()}) uses ${refused.join(", ")}`);
    }
}

/** The packages whose provider a program may configure. */
const configurable = ["docker", "kubernetes"];

function hasKnownProviders(request: RegisterResourceRequest): boolean {
    const packages = [...request.getProvidersMap().keys()] as string[];
    const own = request.getProvider() === "" || !request.getCustom() || configurable.includes(packageOf(request.getType()));
    return own && packages.every(name => configurable.includes(name));
}

/** What a package's SDK says by itself of a type: the names that it had in older versions of an API, which no state of this engine's holds. */
function hasOnlyFormerTypes(request: RegisterResourceRequest): boolean {
    return request.getAliasesList().every(alias => {
        const spec = alias.getSpec();
        const moved = spec === undefined || `${spec.getName()}${spec.getStack()}${spec.getProject()}` !== "" || spec.getNoparent();
        const sameParent = spec?.getParenturn() === "" || spec?.getParenturn() === request.getParent();
        return !moved && sameParent && configurable.includes(packageOf(spec.getType())) && packageOf(spec.getType()) === packageOf(request.getType());
    });
}

function packageOf(type: string): string {
    return type.split(":")[0] ?? "";
}

function isTimed(request: RegisterResourceRequest): boolean {
    const timeouts = request.getCustomtimeouts();
    return timeouts !== undefined && timeouts.getCreate() + timeouts.getUpdate() + timeouts.getDelete() !== "";
}
