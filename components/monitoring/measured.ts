import type { DockerModel, Model, Monitoring } from "../config/model";

/** A stack that is measured. */
export type Measured<M extends Model = Model> = M & { readonly monitoring: Monitoring };

/** One that has a Prometheus of its own. */
export type MeasuredModel = Measured<DockerModel>;

/** null where nothing is measured. */
export function measuredModel<M extends Model>(model: M): Measured<M> | null {
    const { monitoring } = model;
    return monitoring === null ? null : { ...model, monitoring };
}
