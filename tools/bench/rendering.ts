import { validate, type RawConfig } from "../../components/config/validate";
import { render } from "../../components/proxy/render";
import { targetFiles } from "../../components/targets/files";
import { median, type Verdict } from "./verdict";

const repeats = 5;

/** Validation and rendering of a large stack file, and how the time grows with the number of instances. */
export function timeRendering(): Verdict[] {
    const small = medianTime(stackOf(10, 10));
    const large = medianTime(stackOf(100, 10));
    return [
        { what: "validate and render 1,000 instances in 100 services", measured: large / 1000, bound: { kind: "at most", value: 1 }, unit: "s" },
        { what: "the same, against 100 instances in 10 services", measured: large / small, bound: { kind: "at most", value: 15 }, unit: "x" },
    ];
}

function medianTime(raw: RawConfig): number {
    run(raw);
    return median(Array.from({ length: repeats }, () => elapsed(() => { run(raw); })));
}

function run(raw: RawConfig): void {
    const result = validate(raw);
    if ("problems" in result) {
        throw new Error(`The bench's stack file is refused: ${JSON.stringify(result.problems[0])}`);
    }
    render(result.model, targetFiles(result.model));
}

function elapsed(work: () => void): number {
    const begun = performance.now();
    work();
    return performance.now() - begun;
}

function stackOf(services: number, instances: number): RawConfig {
    const service = (number: number): object => ({
        routes: [`/service-${String(number)}`],
        instances: Array.from({ length: instances }, (_, index) => `10.1.${String(number)}.${String(index + 1)}:8000`),
    });
    const numbers = Array.from({ length: services }, (_, index) => index);
    return {
        target: "host",
        host: { sandbox: true },
        services: Object.fromEntries(numbers.map(number => [`service_${String(number)}`, service(number)])),
    };
}
