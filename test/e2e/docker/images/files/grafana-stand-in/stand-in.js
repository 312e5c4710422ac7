// Not Grafana. Answers for its health, and to the administrator alone for the rest.
const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");

const { GF_SECURITY_ADMIN_USER = "admin", GF_SECURITY_ADMIN_PASSWORD = "admin", GF_SECURITY_ADMIN_PASSWORD__FILE: file } = process.env;
const password = file === undefined ? GF_SECURITY_ADMIN_PASSWORD : readFileSync(file, "utf8").trim();
const administrator = `Basic ${Buffer.from(`${GF_SECURITY_ADMIN_USER}:${password}`).toString("base64")}`;

createServer((request, response) => {
    const status = request.url === "/api/health" || request.headers.authorization === administrator ? 200 : 401;
    const answer = status === 200 ? { database: "ok", version: "stand-in" } : { message: "Invalid username or password" };
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(answer));
}).listen(Number(process.env.GF_SERVER_HTTP_PORT ?? 3000));

process.once("SIGTERM", () => process.exit(0));
