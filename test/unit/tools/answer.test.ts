import { expect, it } from "vitest";
import { parseAnswer } from "../../load/connection";

it.each([
    ["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n4\r\n you\r\n0\r\n\r\n", "hi you"],
    ["HTTP/1.1 204 No Content\r\n\r\n", ""],
])("reads a whole answer: %j", (text, body) => {
    expect(parseAnswer(Buffer.from(text))?.body).toBe(body);
});

it.each([
    ["HTTP/1.1 200 OK\r\nContent-Le"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhi"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n"],
])("does not take a part for the whole: %j", text => {
    expect(parseAnswer(Buffer.from(text))).toBeUndefined();
});

it("reads status and headers, whose names have no case", () => {
    const answer = parseAnswer(Buffer.from("HTTP/1.1 503 Service Unavailable\r\nX-Server: a-1\r\nContent-Length: 0\r\n\r\n"));
    expect(answer?.status).toBe(503);
    expect(answer?.headers.get("x-server")).toBe("a-1");
});
