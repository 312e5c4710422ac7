import { utils } from "ssh2";
import { expect, it } from "vitest";
import { newSshKey } from "../../../tools/sandbox/keys";

it("makes keys that can be read, also where the public half begins with a zero byte", () => {
    const firstBytes = Array.from({ length: 5_000 }, () => {
        const key = newSshKey();
        const [whole, half] = [utils.parseKey(key.private), utils.parseKey(key.public)];
        if (whole instanceof Error || half instanceof Error) {
            throw new Error(`Can't be read:\n${key.private}${key.public}`);
        }
        expect(whole.getPublicSSH().equals(half.getPublicSSH())).toBe(true);
        return half.getPublicSSH().at(-32);
    });
    // About one in 256 does.
    expect(firstBytes).toContain(0);
});
