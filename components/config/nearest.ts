import { distance } from "fastest-levenshtein";

/** The candidate that a misspelt name most likely means; undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
    const plain = simplified(name);
    const ranked = candidates
        .map((candidate) => ({ candidate, distance: distanceOf(plain, simplified(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    return best !== undefined && best.distance <= Math.max(1, Math.floor(plain.length / 3)) ? best.candidate : undefined;
}

/** `worker_connections`, `worker-connections` and `workerConnections` are the same name in different habits. */
function simplified(name: string): string {
    return name.slice(0, 60).toLowerCase().replace(/[_-]/g, "");
}

/** Letters in the wrong order are one slip of the fingers, not two. */
function distanceOf(a: string, b: string): number {
    return a !== b && lettersOf(a) === lettersOf(b) ? 1 : distance(a, b);
}

function lettersOf(text: string): string {
    return [...text].sort().join("");
}
