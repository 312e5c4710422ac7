import { HostTarget } from "./host";
import type { TargetArgs, TargetOutputs } from "./target";

/** Makes a release real on the target that the stack picks. */
export function deploy(args: TargetArgs): TargetOutputs {
    switch (args.model.target.kind) {
        case "host":
            return new HostTarget(args.model.name, args);
    }
}
