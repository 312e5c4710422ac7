import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
    AnalyzeRequest,
    AnalyzerPropertyDependencies,
    AnalyzerResource,
    AnalyzerResourceOptions,
    AnalyzeStackRequest,
    ConfigureAnalyzerRequest,
    EnforcementLevel,
    PolicyConfig,
    type AnalyzerInfo,
    type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PackConfig } from "../../../policy/config";
import { unknown, type Prop, type Props, type Registered } from "../../../policy/deployed/registered";
import { unknown as unknownValue } from "../../../tools/engine/values";
import { secretSignature, signatureKey, toWire, type Json } from "../../../tools/engine/wire";
import { project } from "../config/stack-files";

/** The policy pack in a process of its own, as the CLI's host starts it, asked as the CLI asks. */
export class Analyzer {
    private constructor(
        private readonly child: ChildProcess,
        private readonly client: AnalyzerClient,
    ) {}

    static async start(): Promise<Analyzer> {
        const [pack, host] = [join(project, "policy"), require.resolve("@pulumi/pulumi/cmd/run-policy-pack")];
        const child = spawn(process.execPath, [host, "127.0.0.1:1", pack], { cwd: pack, stdio: ["ignore", "pipe", "inherit"] });
        const port = await firstLine(child);
        return new Analyzer(child, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), { "grpc.max_receive_message_length": -1 }));
    }

    stop(): void {
        this.client.close();
        this.child.kill();
    }

    async policies(): Promise<AnalyzerInfo.AsObject["policiesList"]> {
        const info = await answer<AnalyzerInfo>(done => this.client.getAnalyzerInfo(new Empty(), done));
        return info.toObject().policiesList;
    }

    async configure(config: PackConfig): Promise<void> {
        const request = new ConfigureAnalyzerRequest();
        for (const [name, { enforcementLevel, ...figures }] of Object.entries(config)) {
            const policy = new PolicyConfig();
            policy.setEnforcementlevel(levelOnWire(String(enforcementLevel)));
            policy.setProperties(Struct.fromJavaScript(figures));
            request.getPolicyconfigMap().set(name, policy);
        }
        await answer<Empty>(done => this.client.configure(request, done));
    }

    /** One resource with what the program asks for, before anything has become of it. */
    async analyze({ urn, type, name, props, secrets }: Registered): Promise<void> {
        const request = new AnalyzeRequest();
        request.setUrn(urn);
        request.setType(type);
        request.setName(name);
        request.setOptions(new AnalyzerResourceOptions());
        request.setProperties(Struct.fromJavaScript(onWire(props, secrets)));
        await answer<AnalyzeResponse>(done => this.client.analyze(request, done));
    }

    /** `mandatory tls-on URN: ...` for everything that the pack has against the stack. */
    async analyzeStack(resources: readonly Registered[]): Promise<readonly string[]> {
        const request = new AnalyzeStackRequest();
        request.setResourcesList(resources.map(resourceOnWire));
        const response = await answer<AnalyzeResponse>(done => this.client.analyzeStack(request, done));
        const diagnostics = response.getDiagnosticsList();
        return diagnostics.map(each => `${levelFromWire(each.getEnforcementlevel())} ${each.getPolicyname()} ${each.getUrn()}: ${each.getMessage()}`);
    }
}

async function firstLine(child: ChildProcess): Promise<string> {
    if (child.stdout === null) {
        throw new Error("The pack says nothing.");
    }
    for await (const line of createInterface(child.stdout)) {
        return line;
    }
    throw new Error("The pack ended before it was there.");
}

function answer<T>(ask: (done: (error: Error | null, response: T) => void) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
        ask((error, response) => {
            if (error === null) {
                resolve(response);
            } else {
                reject(error);
            }
        });
    });
}

function resourceOnWire({ urn, type, name, props, parent, protect, propertyDependencies, secrets }: Registered): AnalyzerResource {
    const resource = new AnalyzerResource();
    resource.setUrn(urn);
    resource.setType(type);
    resource.setName(name);
    resource.setParent(parent ?? "");
    const options = new AnalyzerResourceOptions();
    options.setProtect(protect);
    resource.setOptions(options);
    for (const [key, urns] of Object.entries(propertyDependencies)) {
        const dependencies = new AnalyzerPropertyDependencies();
        dependencies.setUrnsList([...urns]);
        resource.getPropertydependenciesMap().set(key, dependencies);
    }
    resource.setProperties(Struct.fromJavaScript(onWire(props, secrets)));
    return resource;
}

function onWire(props: Props, secrets: readonly string[] = []): Record<string, Json> {
    const walk = (value: Prop, path: string): Json => {
        const json = inside(value, path);
        return secrets.includes(path) ? { [signatureKey]: secretSignature, value: json } : json;
    };
    const inside = (value: Prop, path: string): Json => {
        if (value === unknown) {
            return toWire(unknownValue);
        }
        if (Array.isArray(value)) {
            return value.map((item: Prop, index) => walk(item, `${path}[${String(index)}]`));
        }
        const isMap = typeof value === "object" && value !== null;
        return isMap ? Object.fromEntries(Object.entries(value).map(([key, item]: [string, Prop]) => [key, walk(item, `${path}.${key}`)])) : value;
    };
    return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, walk(value, key)]));
}

const wireLevels: readonly (readonly [string, EnforcementLevel])[] = [
    ["advisory", EnforcementLevel.ADVISORY],
    ["mandatory", EnforcementLevel.MANDATORY],
    ["disabled", EnforcementLevel.DISABLED],
];

function levelOnWire(level: string): EnforcementLevel {
    const known = wireLevels.find(([name]) => name === level);
    if (known === undefined) {
        throw new Error(`There is no level ${level}.`);
    }
    return known[1];
}

function levelFromWire(level: EnforcementLevel): string {
    return wireLevels.find(([, number]) => number === level)?.[0] ?? String(level);
}
