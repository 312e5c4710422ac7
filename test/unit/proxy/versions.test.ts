import { describe, expect, it } from "vitest";
import { supports, type Feature } from "../../../components/proxy/nginx/versions";
import { render } from "../../../components/proxy/render";
import { model } from "./model";

/** The version before a feature came, the first that has it, and the lines that tell the two apart. */
const table: readonly (readonly [Feature, string, string, RegExp, RegExp])[] = [
    ["ticketRotation", "1.23.1", "1.23.2", /^ssl_session_tickets +off;$/m, /^ssl_session_timeout/m],
    ["http2Directive", "1.25.0", "1.25.1", /listen .*443 ssl http2/, /^http2 +on;$/m],
    ["keepaliveMinTimeout", "1.27.3", "1.27.4", /^keepalive_timeout/m, /^keepalive_min_timeout +10s;$/m],
];

function text(version: string): string {
    const { files } = render(model({
        tls: { mode: "self-signed", profile: "intermediate", hsts: null },
        nginx: { version, workerProcesses: "auto", workerConnections: 1024, user: null },
    }));
    return files.map(({ content }) => content).join("");
}

describe.each(table)("%s", (feature, before, first, old, fresh) => {
    it(`is not used on nginx ${before}`, () => {
        expect(supports(before, feature)).toBe(false);
        expect(text(before)).toMatch(old);
    });

    it(`is used from nginx ${first} on`, () => {
        expect([first, "1.31", "2.0.0"].map((version) => supports(version, feature))).toEqual([true, true, true]);
        expect(text(first)).toMatch(fresh);
    });
});

it("renders differently from each of these versions on", () => {
    for (const [, before, first] of table) {
        expect(text(before)).not.toBe(text(first));
    }
});

it("renders the same for 1.22 and 1.22.0", () => {
    expect(text("1.22")).toBe(text("1.22.0"));
});
