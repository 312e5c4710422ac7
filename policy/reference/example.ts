import type { TargetKind } from "../../components/config/type";

/** What a rule's page shows: something that it refuses, and the same as it passes. */
export type Example = StackExample | DeployedExample;

/** Settings of a stack file, by their full keys: put on top of a shipped stack of the target, they are caught and pass. */
export interface StackExample {
    readonly of: "stack";
    readonly on: TargetKind;
    readonly broken: string;
    readonly mended: string;
}

/** What no stack file can say wrong, as it would stand in a rendered file or in an object of a target. */
export interface DeployedExample {
    readonly of: "deployed";
    readonly language: "nginx" | "yaml";
    readonly broken: string;
    readonly mended: string;
}
