/**
 * Waits for a Deployment, or tidies up behind one that goes:
 *   main.ts wait    exit 0 once it serves; standard output says where, for a Service that clients reach
 *   main.ts leave   exit 0, whatever there was to tidy up
 * What it needs stands in the environment, see settings.ts. Safe to run again at any time.
 */

import { ApiFailure } from "../api/api-failure";
import { Cluster } from "../api/cluster";
import { leave } from "./kept";
import { Place } from "./place";
import { readSettings, shortName, type Settings } from "./settings";
import { RolloutFailure, Wait } from "./wait";

async function main(): Promise<number> {
    const settings = readSettings(process.env);
    const command = process.argv[2];
    if (command === "wait") {
        return wait(settings);
    }
    if (command === "leave") {
        return tidyUp(settings);
    }
    console.error("usage: main.ts wait | leave");
    return 2;
}

async function wait(settings: Settings): Promise<number> {
    try {
        const cluster = await Cluster.ofContext(settings.context);
        const address = await new Wait(cluster, settings, line => console.error(line)).run();
        if (address !== undefined) {
            console.log(JSON.stringify(address));
        }
        return 0;
    } catch (error) {
        if (error instanceof RolloutFailure) {
            console.error(error.message);
            return 1;
        }
        if (error instanceof ApiFailure) {
            console.error(`evenkeel: ${shortName(settings)} could not be waited for. ${error.message}`);
            return 1;
        }
        throw error;
    }
}

/** When the whole stack goes, the cluster may be gone already. */
async function tidyUp(settings: Settings): Promise<number> {
    try {
        await leave(await Cluster.ofContext(settings.context), new Place(settings), settings);
    } catch (error) {
        console.error(`${shortName(settings)}: what older versions needed is left behind: ${error instanceof Error ? error.message : String(error)}`);
    }
    return 0;
}

void main().then(code => {
    process.exitCode = code;
});
