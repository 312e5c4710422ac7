import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { filesApart } from "../../../tools/commands/cli/files-apart";

async function shown(text: string): Promise<string> {
    const lines: string[] = [];
    for await (const line of filesApart(Readable.from(text.split("\n")) as AsyncIterable<string>)) {
        lines.push(line);
    }
    return lines.join("\n");
}

/** As `pulumi preview --diff` prints it (3.260). */
const changed = `    ~ command:remote:Command: (update)
        [id=shop-10.0.0.5-releasee4b9e108]
      ~ stdin: 
            @@ 0644 config/release
          - 075229c1
          + c46a56ec
            @@ 0644 nginx/conf.d/upstream.conf
            ...
            }

          - limit_req_zone $binary_remote_addr zone=shop:10m rate=300r/s;
          + limit_req_zone $binary_remote_addr zone=shop:10m rate=77r/s;
          - @@ end 46e20a4d
          + @@ end 889bfb1f
      ~ update: "sh -c 'old'" => "sh -c 'new'"
    --outputs:--`;

describe("a preview of the CLI's", () => {
    it("names the release's files, which are shown one by one, and keeps the rest", async () => {
        expect(await shown(changed)).toBe(`    ~ command:remote:Command: (update)
        [id=shop-10.0.0.5-releasee4b9e108]
      ~ stdin: see Files
      ~ update: "sh -c 'old'" => "sh -c 'new'"
    --outputs:--`);
    });

    it("does the same where they are new", async () => {
        expect(await shown('            logging               : "none"\n            stdin                 : "@@ 0644 config/release\\n0752..."\n            update                : [unknown]'))
            .toBe('            logging               : "none"\n            stdin                 : see Files\n            update                : [unknown]');
    });

    it.each([
        ["another text of several lines", '      ~ stdin: \n          - one\n          + two\n      ~ update: "a" => "b"'],
        ["a map", '      ~ envs: \n          + [0]: "A=1"'],
        ["a property at the very end", "      ~ stdin: "],
        ["a file's lines outside of a property", "@@ 0644 config/release\n  more"],
        ["what it tells", "Resources:\n    ~ 1 to update\n\nPolicy Packs run:"],
    ])("leaves %s as it is", async (_, text) => {
        expect(await shown(text)).toBe(text);
    });

    it("leaves out no more than one property where two follow each other", async () => {
        const property = (name: string): string => `      ~ ${name}: \n            @@ 0644 config/release\n          + x`;
        expect(await shown(`${property("stdin")}\n${property("create")}\nend`)).toBe("      ~ stdin: see Files\n      ~ create: see Files\nend");
    });
});
