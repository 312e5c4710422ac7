import { usualImages } from "../../../../components/config/settings/docker";

/** Under which names an engine for tests has its images: those that stack files use when they name none, and an application. */
export const imageNames = {
    ...usualImages,
    app: "healthai-rag:1.0.0",
    appNext: "healthai-rag:1.1.0",
    /** Starts, says what it lacks, and never becomes healthy. */
    appBroken: "healthai-rag:broken",
    /** Says what it lacks and ends. */
    appCrash: "healthai-rag:crash",
} as const;
