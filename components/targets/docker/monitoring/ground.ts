import { mountedAt } from "../../../monitoring/document";
import type { Mount } from "./containers";

/** Owns nothing. The images of Prometheus and its friends make their folders theirs. */
export const nobody = "65534:65534";

/** What the release has below `monitoring/`; beside it what the agent finds out. */
export const release: Mount = { volume: "monitoring", path: mountedAt, readOnly: true };

/** Where the proxy's control socket lies. */
export const run: Mount = { volume: "run", path: "/run/evenkeel", readOnly: true };
