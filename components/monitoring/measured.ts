import type { DockerModel, Monitoring } from "../config/model";

/** A stack that is measured. */
export type MeasuredModel = DockerModel & { readonly monitoring: Monitoring };

export function measuredModel(model: DockerModel): MeasuredModel | null {
    const { monitoring } = model;
    return monitoring === null ? null : { ...model, monitoring };
}
