import { createEngine, type EngineOptions } from "../../../tools/engine";

/** Runs the engine in a process of its own, as the commands do: options as JSON in the environment, the result in the last line. */
interface Order {
    readonly mode: "up" | "preview" | "destroy" | "outputs";
    readonly options: Omit<EngineOptions, "log">;
}

const order = JSON.parse(process.env["ENGINE_ORDER"] ?? "") as Order;
const log = (line: string): void => {
    process.stdout.write(`${line}\n`);
};

createEngine({ ...order.options, log })
    [order.mode]()
    .then(result => {
        log(`RESULT ${JSON.stringify(result)}`);
    })
    .catch((error: unknown) => {
        log(`ERROR ${(error as Error).name} ${(error as Error).message}`);
        process.exitCode = 1;
    });
