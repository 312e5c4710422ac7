import type { PerSecond } from "../model";
import { defaulted, optional, required, type Setting } from "../setting";
import type { Type } from "../type";
import { group, type GroupOf } from "../types/group";
import { rate } from "../types/measure";
import { integer } from "../types/scalar";

interface RateLimitSettings extends Readonly<Record<string, Setting<unknown>>> {
    readonly rate: Setting<PerSecond>;
    readonly burst: Setting<number | null>;
}

/** A limit per client address; `usual` is its rate when only the burst is given, null where the rate must be. */
export function rateLimit(usual: number | null): Type<GroupOf<RateLimitSettings>> {
    const about = { doc: "Requests per second, or per minute as in `60r/m`, that go on for ever." };
    return group({
        rate: usual === null ? required(rate, about) : defaulted(rate, usual, about),
        burst: optional(integer(0, 1_000_000, "requests"), "two seconds' worth of the rate", {
            doc: "Requests above the rate that are served at once before 429 begins.",
        }),
    });
}
