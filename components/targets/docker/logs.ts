/** What a container prints is kept by the engine, and must not fill its disk. */
export const boundedLogs: { readonly logDriver: string; readonly logOpts: Record<string, string> } = {
    logDriver: "json-file",
    logOpts: { "max-file": "3", "max-size": "10m" },
};
