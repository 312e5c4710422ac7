import type { Complete } from "../complete";
import type { Draft } from "../settings/stack";

/** A stack file in which nothing is wrong, with the defaults of every setting that no level passes on. */
export type CompleteStack = Complete<Draft>;

export type CompleteService = CompleteStack["services"][number]["value"];
