// A name server for one test: agent-name-server.js ADDRESS ZONE. The file ZONE says on each line a name and its addresses, and is
// read at every question; on a line "! silent", "! broken" or "! none" what befalls all of them instead.
const { createSocket } = require("node:dgram");
const { readFileSync } = require("node:fs");

const [address, zone] = process.argv.slice(2);
const types = { A: 1, AAAA: 28 };
const codes = { good: 0, broken: 2, unknown: 3 };

function readZone() {
    const lines = readFileSync(zone, "utf8").split("\n").map(line => line.split(/\s+/).filter(word => word !== ""));
    return { fate: lines.find(([name]) => name === "!")?.[1], names: new Map(lines.filter(([name]) => name !== undefined).map(([name, ...addresses]) => [name, addresses])) };
}

function readQuestion(query) {
    const labels = [];
    let at = 12;
    for (let length = query[at]; length > 0; length = query[at]) {
        labels.push(query.toString("latin1", at + 1, at + 1 + length));
        at += 1 + length;
    }
    return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), bytes: query.subarray(12, at + 5) };
}

function packed(text) {
    if (!text.includes(":")) {
        return Buffer.from(text.split(".").map(Number));
    }
    const [head, tail] = text.split("::").map(part => part.split(":").filter(group => group !== ""));
    const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
    return Buffer.from(groups.map(group => group.padStart(4, "0")).join(""), "hex");
}

function record(type, text) {
    const data = packed(text);
    const header = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]);
    return Buffer.concat([header, data]);
}

function reply(query, question, code, records) {
    const header = Buffer.alloc(12);
    header.writeUInt16BE(query.readUInt16BE(0), 0);
    header.writeUInt16BE(0x8580 + code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, question, ...records]);
}

function answer(query) {
    const { fate, names } = readZone();
    const { name, type, bytes } = readQuestion(query);
    if (fate === "silent") {
        return undefined;
    }
    if (fate === "broken") {
        return reply(query, bytes, codes.broken, []);
    }
    const found = fate === "none" ? undefined : names.get(name);
    const fitting = (found ?? []).filter(text => text.includes(":") === (type === types.AAAA));
    return reply(query, bytes, found === undefined ? codes.unknown : codes.good, type === types.A || type === types.AAAA ? fitting.map(text => record(type, text)) : []);
}

const socket = createSocket("udp4");
socket.on("message", (query, { address: from, port }) => {
    const said = answer(query);
    if (said !== undefined) {
        socket.send(said, port, from);
    }
});
socket.bind(53, address);
