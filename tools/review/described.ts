import { existsSync, readFileSync } from "node:fs";
import type { Model } from "../../components/config/model";
import type { Problem } from "../../components/config/problem";
import type * as stackFile from "../../components/config/stack-file";
import type * as validation from "../../components/config/validate";
import type * as certificates from "../../components/tls/check";
import { describedFiles, type FilesCode } from "./described-files";

/** What a commit says of a stack, as plain data. */
export type Described =
    | { readonly kind: "absent" }
    | { readonly kind: "invalid"; readonly raw: validation.RawConfig; readonly problems: readonly Problem[] }
    | {
          readonly kind: "valid";
          readonly raw: validation.RawConfig;
          readonly model: Model;
          /** Paths and texts of the release, and of a cluster's objects. */
          readonly files: readonly (readonly [string, string])[];
      };

/** The code that reads and renders stack files, of this commit or another one. */
export interface Code extends FilesCode {
    readonly readStackFile: typeof stackFile.readStackFile;
    readonly validate: typeof validation.validate;
    readonly checkProvided: typeof certificates.checkProvided;
}

/**
 * Reads and renders a stack file with nothing else at hand: secrets stay sealed, and a sandbox need not run.
 *
 * @param now when a provided certificate has to be valid; undefined: it may have been.
 */
export function describeStack(file: string, code: Code, now?: Date): Described {
    if (!existsSync(file)) {
        return { kind: "absent" };
    }
    const read = code.readStackFile(readFileSync(file, "utf8"));
    if ("problems" in read) {
        return { kind: "invalid", raw: {}, problems: read.problems };
    }
    const { raw } = read;
    const result = code.validate(raw);
    const problems = "problems" in result ? result.problems : now === undefined ? [] : code.checkProvided(result.model, undefined, now);
    if ("problems" in result || problems.length > 0) {
        return { kind: "invalid", raw, problems };
    }
    return { kind: "valid", raw, model: result.model, files: describedFiles(result.model, code) };
}
