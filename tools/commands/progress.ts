/** How often long work says that it is still going on, where there is no terminal to redraw a line on. */
const heartbeat = 10_000;

/** Says on standard error what is being done; standard output belongs to a command's result. */
export function note(text: string): void {
    console.error(text);
}

/** Runs long work under a line that says what it is, and how long it takes when that is more than a moment. */
export async function progress<T>(text: string, work: () => Promise<T>): Promise<T> {
    const begun = Date.now();
    note(`${text} ...`);
    const timer = setInterval(() => {
        note(`${text} ... ${String(Math.round((Date.now() - begun) / 1000))} s`);
    }, heartbeat);
    try {
        return await work();
    } finally {
        clearInterval(timer);
    }
}
