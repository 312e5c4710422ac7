import { expect, test } from "vitest";
import { holdsSealed, sealedIn, withoutSealed } from "../../../components/config/sealed";

const settings = { services: { app: { secrets: { A: { secure: "v1:a" } }, env: { secure: "in clear", B: "b" } } }, list: [{ secure: "v1:b" }, 3, null] };

test("encrypted values are found by their paths, and nothing that only looks like one", () => {
    expect(sealedIn(settings)).toEqual({ "services.app.secrets.A": "v1:a", "list.0": "v1:b" });
    expect([settings, settings.services.app.env].map(holdsSealed)).toEqual([true, false]);
});

test("and replaced, with everything else as it was", () => {
    const replaced = withoutSealed(settings, (sealed, path) => `${path.join("/")} ${sealed}`);
    expect(replaced).toEqual({ services: { app: { secrets: { A: "services/app/secrets/A v1:a" }, env: { secure: "in clear", B: "b" } } }, list: ["list/0 v1:b", 3, null] });
});
