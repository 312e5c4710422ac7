import { join } from "node:path";
import type { Model } from "../../components/config/model";
import { builtImage, type BuiltFrom } from "../../components/targets/docker/build-context";
import { weights } from "./change";
import type { Sentence } from "./summary";

/** What each service's image is called that is built from a folder: another one for other files. */
export type BuiltImages = ReadonlyMap<string, string>;

/** @param folder of the project, from which contexts are told. */
export function builtImages({ name, services }: Model, folder: string): BuiltImages {
    return new Map(
        services.flatMap((service): [string, string][] => {
            const image = service.container?.image;
            const built = image?.kind === "build" ? nameOf(() => builtImage(name, service.name, { ...image, context: join(folder, image.context) })) : undefined;
            return built === undefined ? [] : [[service.name, built]];
        }),
    );
}

/** undefined: there is no such folder, which the engine says. */
function nameOf(build: () => string): string | undefined {
    try {
        return build();
    } catch {
        return undefined;
    }
}

/**
 * Services whose image is built from other files by the same settings, which no model tells.
 *
 * @param images that are deployed.
 */
export function rebuilt(before: Model, images: readonly string[], after: Model, planned: BuiltImages): Sentence[] {
    const others = builtAsBefore(before, after).filter(({ name }) => {
        const image = planned.get(name);
        return image !== undefined && !images.includes(image);
    });
    return others.map(({ name }) => ({ text: `${name}: the files that its image is built from are others, so every instance is replaced`, risks: [], weight: weights.image }));
}

/** Services whose image is built from a folder, by the same settings as before. */
export function builtAsBefore(before: Model, after: Model): readonly { readonly name: string; readonly image: BuiltFrom }[] {
    return after.services.flatMap(({ name, container }) => {
        const image = container?.image;
        const old = before.services.find(service => service.name === name)?.container?.image;
        return image?.kind === "build" && JSON.stringify(old) === JSON.stringify(image) ? [{ name, image }] : [];
    });
}
