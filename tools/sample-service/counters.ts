/** What an instance counts, in Prometheus' text format. */
export class Counters {
    private readonly requests = new Map<string, number>();
    private readonly since = Date.now();
    private inFlight = 0;
    private seconds = 0;
    private sockets = 0;

    constructor(private readonly labels: Readonly<Record<string, string>>) {}

    began(): void {
        this.inFlight += 1;
    }

    ended(method: string, status: number, seconds: number): void {
        const key = labelText({ ...this.labels, method, status: String(status) });
        this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
        this.inFlight -= 1;
        this.seconds += seconds;
    }

    socketOpened(): void {
        this.sockets += 1;
    }

    socketClosed(): void {
        this.sockets -= 1;
    }

    export(): string {
        const own = labelText(this.labels);
        const all = [...this.requests.values()].reduce((sum, count) => sum + count, 0);
        return [
            "# TYPE http_requests_total counter",
            ...[...this.requests].sort().map(([labels, count]) => `http_requests_total${labels} ${count}`),
            "# TYPE http_request_duration_seconds summary",
            `http_request_duration_seconds_sum${own} ${this.seconds.toFixed(6)}`,
            `http_request_duration_seconds_count${own} ${all}`,
            "# TYPE http_requests_in_flight gauge",
            `http_requests_in_flight${own} ${this.inFlight}`,
            "# TYPE websocket_connections gauge",
            `websocket_connections${own} ${this.sockets}`,
            "# TYPE process_start_time_seconds gauge",
            `process_start_time_seconds${own} ${(this.since / 1000).toFixed(3)}`,
            "# TYPE process_resident_memory_bytes gauge",
            `process_resident_memory_bytes${own} ${process.memoryUsage.rss()}`,
            "",
        ].join("\n");
    }
}

function labelText(labels: Readonly<Record<string, string>>): string {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `{${pairs.join(",")}}`;
}
