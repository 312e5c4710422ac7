/** What every configuration of the comparison is told. */
export interface Bench {
    readonly folder: string;
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly instances: readonly string[];
    readonly certificates: { readonly ecdsa: KeyPair; readonly rsa: KeyPair };
}

/** Files in PEM. */
export interface KeyPair {
    readonly certificate: string;
    readonly key: string;
}

/**
 * The configuration of the document that the product comes from, in its meaning: default worker count and 1,024
 * connections, HTTP/1.1 with an unconditional upgrade, 32 idle connections to the instances, an RSA certificate, which
 * its ciphers take for granted. Its rate limit is left out, since ten requests a second would be all that is measured,
 * and the redirect, so that plain HTTP can be compared.
 */
export function seedConfig(bench: Bench): string {
    return `pid ${bench.folder}/seed.pid;
events {
    worker_connections 1024;
}
http {
    upstream backend {
        least_conn;
${servers(bench, "max_fails=3 fail_timeout=30s")}
        keepalive 32;
    }
    add_header X-Content-Type-Options nosniff;
    add_header X-Frame-Options DENY;
    add_header X-XSS-Protection "1; mode=block";
    server {
        listen 127.0.0.1:${String(bench.httpPort)};
        listen 127.0.0.1:${String(bench.httpsPort)} ssl http2;
        ssl_certificate ${bench.certificates.rsa.certificate};
        ssl_certificate_key ${bench.certificates.rsa.key};
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ciphers ECDHE-RSA-AES256-GCM-SHA512:DHE-RSA-AES256-GCM-SHA512:ECDHE-RSA-AES256-GCM-SHA384;
        ssl_prefer_server_ciphers off;
        access_log ${bench.folder}/seed_access.log;
        error_log ${bench.folder}/seed_error.log;
        location / {
            proxy_pass http://backend;
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_connect_timeout 30s;
            proxy_send_timeout 30s;
            proxy_read_timeout 30s;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            proxy_buffering on;
            proxy_buffer_size 4k;
            proxy_buffers 8 4k;
        }
    }
}
`;
}

/** What an experienced operator would write by hand for the same service and the same headers and log, with
 * nothing in it that costs a request more time than that. */
export function tunedConfig(bench: Bench): string {
    return `worker_processes auto;
worker_rlimit_nofile 32768;
pid ${bench.folder}/tuned.pid;
events {
    worker_connections 8192;
}
http {
    upstream backend {
        zone backend 256k;
        least_conn;
${servers(bench, "max_fails=2 fail_timeout=10s")}
        keepalive 256;
    }
    server_tokens off;
    ssl_session_cache shared:tuned:10m;
    gzip on;
    gzip_types application/json text/css text/plain;
    map $http_upgrade $upgrade {
        default upgrade;
        "" "";
    }
    log_format tuned escape=json '{"time":"$time_iso8601","request_id":"$request_id","client":"$remote_addr",'
        '"method":"$request_method","uri":"$request_uri","status":$status,"bytes":$body_bytes_sent,"duration":$request_time,'
        '"instance":"$upstream_addr","upstream_status":"$upstream_status","upstream_time":"$upstream_response_time"}';
    access_log ${bench.folder}/tuned_access.log tuned;
    error_log ${bench.folder}/tuned_error.log;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options DENY always;
    add_header X-XSS-Protection "1; mode=block" always;
    add_header Referrer-Policy strict-origin-when-cross-origin always;
    add_header X-Request-ID $request_id always;
    add_header X-Served-By $upstream_addr always;
    server {
        listen 127.0.0.1:${String(bench.httpPort)} backlog=4096;
        listen 127.0.0.1:${String(bench.httpsPort)} ssl http2 backlog=4096;
        ssl_certificate ${bench.certificates.ecdsa.certificate};
        ssl_certificate_key ${bench.certificates.ecdsa.key};
        ssl_protocols TLSv1.2 TLSv1.3;
        location / {
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $upgrade;
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Host $host;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Request-ID $request_id;
            proxy_connect_timeout 1s;
            proxy_read_timeout 5s;
            proxy_next_upstream error timeout http_500 http_502 http_503 http_504;
            proxy_next_upstream_tries 3;
        }
    }
}
`;
}

/** The instances: one nginx that answers at once and counts the connections it is given. */
export function instancesConfig(bench: Bench, statusPort: number): string {
    const listeners = bench.instances.map(instance => `        listen ${instance} backlog=4096;`).join("\n");
    return `worker_processes 1;
worker_rlimit_nofile 32768;
pid ${bench.folder}/instances.pid;
events {
    worker_connections 16384;
}
http {
    access_log off;
    keepalive_requests 1000000;
    server {
${listeners}
        location / {
            default_type application/json;
            return 200 '{"status":"ok","padding":"${"x".repeat(512)}"}';
        }
    }
    server {
        listen 127.0.0.1:${String(statusPort)};
        location / {
            stub_status;
        }
    }
}
`;
}

function servers(bench: Bench, parameters: string): string {
    return bench.instances.map(instance => `        server ${instance} ${parameters};`).join("\n");
}
