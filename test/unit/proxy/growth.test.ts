import { expect, it } from "vitest";
import { render } from "../../../components/proxy/render";
import type { Model } from "../../../components/config/model";
import { instance, model, ms, route, service } from "./model";

function large(services: number): Model {
    return model({
        services: Array.from({ length: services }, (_, s) => service(`service-${s}`, [route(`/service-${s}`, { websocket: ms(1000) })], {
            instances: Array.from({ length: 10 }, (_, i) => instance(`10.${Math.floor(s / 250)}.${s % 250}.${i + 1}`)),
        })),
    });
}

/**
 * Of the processor's time, the least of some runs: what the work itself takes, whatever else the machine does. User and
 * system time together, because the kernel only guesses which is which.
 */
function least(subject: Model, times: number): number {
    return Math.min(...Array.from({ length: 5 }, () => {
        const before = process.cpuUsage();
        for (let i = 0; i < times; i += 1) {
            render(subject);
        }
        const { user, system } = process.cpuUsage(before);
        return user + system;
    }));
}

it("takes time that grows with the number of services, not with its square", () => {
    const [ten, hundred] = [large(10), large(100)];
    render(ten);
    expect(least(hundred, 1) / least(ten, 10)).toBeLessThan(4);
});
