// A DNS server that knows no name and says so at once: node no-names.js ADDRESS
const { createSocket } = require("node:dgram");

const replyNoSuchName = 0x8183;
const socket = createSocket("udp4");
socket.on("message", (question, { address, port }) => {
    const answer = Buffer.from(question);
    answer.writeUInt16BE(replyNoSuchName, 2);
    socket.send(answer, port, address);
});
socket.bind(53, process.argv[2]);
