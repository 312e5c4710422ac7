import type { Rendered } from "../proxy/rendered";
import { bundle } from "./bundle";

/** The release as it travels: its files, with the hash that names it. */
export function releaseBundle({ files, links, release }: Rendered): string {
    const hash = { path: "config/release", mode: "0644", content: `${release}\n` } as const;
    const rest = files.map(({ path, executable, content }) => ({ path, mode: executable ? "0755" : "0644", content }) as const);
    return bundle([hash, ...rest], links);
}
