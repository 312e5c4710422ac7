import type { Printed } from "../printed";
import { quote } from "./quote";

/** Addresses and networks as `allow` and `set_real_ip_from` take them. */
export function networks(list: readonly string[]): Printed[] {
    return list.map((network) => quote("network", network));
}

/** Networks as `geo` takes them: it has its own word for everybody, and warns of a second one. Two halves are as good. */
export function geoNetworks(list: readonly string[]): Printed[] {
    return networks(list.flatMap((network) => halves[network] ?? [network]));
}

const halves: Readonly<Record<string, readonly string[]>> = {
    "0.0.0.0/0": ["0.0.0.0/1", "128.0.0.0/1"],
    "::/0": ["::/1", "8000::/1"],
};
