const { createServer } = require("node:http");

console.error("cannot reach the vector store at qdrant:6333: connection refused; waiting for it");
createServer((_, response) => response.writeHead(503).end()).listen(Number(process.env.PORT));

process.once("SIGTERM", () => process.exit(0));
