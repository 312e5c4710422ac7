import type { Trouble } from "./trouble";

/** What has been seen of troubles since the wait began. */
export class Memory {
    private constructor(
        private readonly begun: ReadonlyMap<string, number>,
        private readonly restartsAtFirst: ReadonlyMap<string, number>,
    ) {}

    static readonly empty = new Memory(new Map(), new Map());

    /** Those that are over are forgotten, but for how often a container had been restarted when it was seen first. */
    with(troubles: readonly Trouble[], now: number): Memory {
        return new Memory(
            new Map(troubles.map(trouble => [lastingKey(trouble), this.begun.get(lastingKey(trouble)) ?? now])),
            new Map([...troubles.map(trouble => [containerKey(trouble), trouble.restarts] as const), ...this.restartsAtFirst]),
        );
    }

    /** In milliseconds. */
    lasted(trouble: Trouble, now: number): number {
        return now - (this.begun.get(lastingKey(trouble)) ?? now);
    }

    /** Whether it has ended once more: one that has looped since long before may be about to heal. */
    restartedSince(trouble: Trouble): boolean {
        return trouble.restarts > (this.restartsAtFirst.get(containerKey(trouble)) ?? trouble.restarts);
    }
}

function lastingKey({ uid, kind }: Trouble): string {
    return `${uid} ${kind}`;
}

function containerKey({ uid, container }: Trouble): string {
    return `${uid} ${container ?? ""}`;
}
