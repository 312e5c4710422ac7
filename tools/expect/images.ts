import type { Container, Deployed } from "../../policy/deployed/deployed";
import { expectAll, type Claim } from "./expect-all";
import type { Stack } from "./stack";

/**
 * Expects the containers of services, and those of the proxy, to be of these images. A host has none.
 *
 * @param wanted by a service's name, or `proxy`.
 * @example expectImages(prod, { app: "registry.example.com/app:1.4.2", proxy: "nginx:1.28.0" });
 */
export function expectImages({ file, deployed }: Stack, wanted: Readonly<Record<string, string>>): void {
    expectAll(file, "images", Object.entries(wanted).flatMap(([name, image]) => claimsOf(deployed, name, image)));
}

function claimsOf({ target, containers }: Deployed, name: string, image: string): Claim[] {
    const own = containers.filter(container => nameOf(container) === name);
    const wanted = { [name]: image };
    return own.length === 0 ? [{ where: `target ${target}`, wanted, found: {} }] : own.map(container => ({ where: container.where, wanted, found: { [name]: container.image } }));
}

function nameOf({ role, service }: Container): string | undefined {
    return role === "proxy" ? "proxy" : service;
}
