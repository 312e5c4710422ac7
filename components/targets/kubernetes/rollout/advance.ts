import type { Reached } from "./judge";

/** How far a rollout has got, and since when. What gets worse again, and better once more, is no advance. */
export class Advance {
    private constructor(
        private readonly best: Reached,
        private readonly since: number,
    ) {}

    static begin(now: number): Advance {
        return new Advance({ ready: 0, old: Infinity }, now);
    }

    with({ ready, old }: Reached, now: number): Advance {
        const { best } = this;
        return ready > best.ready || old < best.old ? new Advance({ ready: Math.max(ready, best.ready), old: Math.min(old, best.old) }, now) : this;
    }

    /** Milliseconds in which nothing has got better. */
    stalled(now: number): number {
        return now - this.since;
    }
}
