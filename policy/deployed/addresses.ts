/** An address that something listens on; undefined: every one of its machine. */
export function unlessEvery(address: string | undefined): string | undefined {
    return address === undefined || ["", "*", "::", "0.0.0.0"].includes(address) ? undefined : address;
}
