import { pack } from "tar-stream";
import type { ValueMap } from "../../values";
import { text } from "../provider";
import { itemsOf } from "./labels";

/** The files to be put into a container before it starts, by their whole paths. */
export function uploadArchive(inputs: ValueMap): NodeJS.ReadableStream {
    const archive = pack();
    for (const { file, content, contentBase64, executable, permissions } of itemsOf(inputs["uploads"])) {
        const mode = text(permissions) === "" ? (executable === true ? 0o744 : 0o644) : Number.parseInt(text(permissions), 8);
        archive.entry({ name: text(file), mode, mtime: new Date() }, contentBase64 === undefined ? Buffer.from(text(content)) : Buffer.from(text(contentBase64), "base64"));
    }
    archive.finalize();
    return archive;
}
