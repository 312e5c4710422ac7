import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isKubernetesModel, type KubernetesModel } from "../../../components/config/model";
import { readStack } from "../../../tools/commands/read-stack";

const folder = join(__dirname, "../../../examples");

/** The stack files of `examples/` that are for a cluster, by their names. */
export const kubernetesExamples: readonly { readonly name: string; readonly model: KubernetesModel }[] = readdirSync(folder).filter(file => file.endsWith(".yaml")).flatMap(file => {
    const { model } = readStack(join(folder, file));
    return isKubernetesModel(model) ? [{ name: file.replace(/\.yaml$/, ""), model }] : [];
});
