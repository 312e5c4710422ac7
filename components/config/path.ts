/** The path of a key inside a map: `site.http`, or `services["a.b"]` when the key needs quotes to be readable. */
export function keyPath(parent: string, key: string): string {
    if (!/^[\w-]+$/.test(key)) {
        return `${parent}[${JSON.stringify(key)}]`;
    }
    return parent === "" ? key : `${parent}.${key}`;
}

/** The path of an item in a list: `routes[0]`. */
export function itemPath(parent: string, index: number): string {
    return `${parent}[${index}]`;
}

/** Orders paths for a reader: item 2 comes before item 10. */
export function comparePaths(a: string, b: string): number {
    const left = sortable(a);
    const right = sortable(b);
    return left < right ? -1 : left > right ? 1 : 0;
}

function sortable(path: string): string {
    return path.replace(/\[(\d+)\]/g, (_, index: string) => `[${index.padStart(9, "0")}]`);
}
