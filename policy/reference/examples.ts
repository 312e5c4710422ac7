import type { PolicyName } from "../../components/config/policy-names";
import type { TargetKind } from "../../components/config/type";
import type { DeployedExample, Example, StackExample } from "./example";

export const examples: Readonly<Record<PolicyName, Example>> = {
    "backup-instances": rendered(
        `upstream evenkeel_embedding_service {
    server 192.168.10.31:8000 max_fails=2 fail_timeout=10s;
    server 192.168.10.33:8000 max_fails=2 fail_timeout=10s; # the backup
}`,
        `upstream evenkeel_embedding_service {
    server 192.168.10.31:8000 max_fails=2 fail_timeout=10s;
    server 192.168.10.33:8000 max_fails=2 fail_timeout=10s backup;
}`,
    ),
    "certificate-covers-hosts": rendered(
        `server_name api.example.com www.example.com;
ssl_certificate tls/site.crt; # for api.example.com alone`,
        `server_name api.example.com www.example.com;
ssl_certificate tls/site.crt; # for api.example.com and www.example.com, or for *.example.com`,
    ),
    "certificate-lifetime": object(
        `type: tls:index/locallySignedCert:LocallySignedCert
validityPeriodHours: 9528 # 397 days
earlyRenewalHours: 24 # renewed on its last day`,
        `type: tls:index/locallySignedCert:LocallySignedCert
validityPeriodHours: 9528
earlyRenewalHours: 2160 # 90 days before its end`,
    ),
    "data-volumes-kept": object(
        `type: docker:index/volume:Volume
name: healthai-app-data
retainOnDelete: false`,
        `type: docker:index/volume:Volume
name: healthai-app-data
retainOnDelete: true`,
    ),
    "health-checked": object(
        `containers:
  - name: app
    livenessProbe: { httpGet: { path: /healthz, port: http } }`,
        `containers:
  - name: app
    livenessProbe: { httpGet: { path: /healthz, port: http } }
    readinessProbe: { httpGet: { path: /readyz, port: http } }`,
    ),
    "host-keys": stack(
        "host",
        `evenkeel:host:
  nodes:
    - { address: 192.168.10.30, user: ops }`,
        `evenkeel:host:
  nodes:
    - address: 192.168.10.30
      user: ops
      hostKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUnEd4q7CKCkEVqG2i05Tbzx05TKG8yGVFp+LxY1X2a`,
    ),
    hsts: stack(
        "kubernetes",
        `evenkeel:site:
  hosts: [api.example.com]
evenkeel:tls:
  hsts: off`,
        `evenkeel:site:
  hosts: [api.example.com]
evenkeel:tls:
  hsts: { maxAge: 1y }`,
    ),
    "key-never-plain": stack(
        "kubernetes",
        `evenkeel:services:
  app:
    env:
      SIGNING_KEY: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JR0hBZ0VBTUJNR0J5cUdTTTQ5QWdFRw== # a private key in base64`,
        `evenkeel:services:
  app:
    env:
      SIGNING_KEY_ID: "2026" # the key itself is one of the service's secrets`,
    ),
    "liveness-apart-from-readiness": stack(
        "kubernetes",
        `evenkeel:kubernetes:
  probes:
    liveness: { path: /readyz, interval: 10s, timeout: 5s, fall: 3 }
    readiness: { path: /readyz, interval: 10s, timeout: 5s, fall: 3 }`,
        `evenkeel:kubernetes:
  probes:
    liveness: { path: /healthz, interval: 30s, timeout: 10s, fall: 3 }
    readiness: { path: /readyz, interval: 10s, timeout: 5s, fall: 3 }`,
    ),
    "minimum-instances": stack(
        "docker",
        `evenkeel:services:
  app:
    instances: 1`,
        `evenkeel:services:
  app:
    instances: 2`,
    ),
    "no-default-passwords": stack(
        "kubernetes",
        `evenkeel:services:
  app:
    env:
      POSTGRES_PASSWORD: changeme`,
        `evenkeel:services:
  app:
    env:
      POSTGRES_USER: app # POSTGRES_PASSWORD is one of the service's secrets`,
    ),
    "operator-endpoints-closed": stack(
        "host",
        `evenkeel:site:
  operators: [0.0.0.0/0]`,
        `evenkeel:site:
  operators: [127.0.0.1, "::1", 192.168.10.0/24]`,
    ),
    "pinned-images": stack(
        "kubernetes",
        `evenkeel:services:
  app:
    image: healthai-rag:stable`,
        `evenkeel:services:
  app:
    image: healthai-rag:1.0.0`,
    ),
    "rate-limit-alike": rendered(
        `# on one node
limit_req_zone $binary_remote_addr zone=evenkeel_clients:10m rate=300r/s;
# on the other one
limit_req_zone $binary_remote_addr zone=evenkeel_clients:10m rate=30r/s;`,
        `# on one node, and on the other one
limit_req_zone $binary_remote_addr zone=evenkeel_clients:10m rate=300r/s;`,
    ),
    "rate-limit-on": stack(
        "host",
        `evenkeel:site:
  rateLimit: off`,
        `evenkeel:site:
  rateLimit: { rate: 100, burst: 1000 }`,
    ),
    "rate-limit-total": stack(
        "kubernetes",
        `evenkeel:kubernetes:
  proxy: { replicas: 5 }
evenkeel:site:
  rateLimit: { rate: 100, burst: 1000 } # 500 get through`,
        `evenkeel:kubernetes:
  proxy: { replicas: 3 }
evenkeel:site:
  rateLimit: { rate: 40, burst: 400 } # 120 get through`,
    ),
    "resource-limits": object(
        `containers:
  - name: app
    resources: { requests: { cpu: 250m } }`,
        `containers:
  - name: app
    resources: { requests: { cpu: 250m, memory: 512Mi }, limits: { memory: 1Gi } }`,
    ),
    "sane-probe-timing": stack(
        "host",
        `evenkeel:defaults:
  health: { interval: 30s, fall: 5 } # 150 s until it is noticed`,
        `evenkeel:defaults:
  health: { interval: 2s, fall: 2 }`,
    ),
    "site-named": stack(
        "docker",
        `evenkeel:site:
  hosts: []`,
        `evenkeel:site:
  hosts: [api.example.com]`,
    ),
    "tls-floor": rendered(
        `ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
ssl_ciphers   HIGH:!aNULL;`,
        `ssl_protocols TLSv1.2 TLSv1.3;
ssl_ciphers   ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;`,
    ),
    "tls-on": stack(
        "host",
        `evenkeel:tls:
  mode: off`,
        `evenkeel:tls:
  mode: self-signed # or provided, with a certificate and key of your own`,
    ),
    "trusted-proxies-named": stack(
        "docker",
        `evenkeel:site:
  trustedProxies: [0.0.0.0/0]`,
        `evenkeel:site:
  trustedProxies: [10.20.30.5, 10.20.31.0/24]`,
    ),
    "upstreams-match-deployment": rendered(
        `upstream evenkeel_app {
    server app-1:8000;
    server app-4:8000; # app-1, app-2 and app-3 run
}`,
        `upstream evenkeel_app {
    server app-1:8000;
    server app-2:8000;
    server app-3:8000;
}`,
    ),
};

function stack(on: TargetKind, broken: string, mended: string): StackExample {
    return { of: "stack", on, broken, mended };
}

function rendered(broken: string, mended: string): DeployedExample {
    return { of: "deployed", language: "nginx", broken, mended };
}

function object(broken: string, mended: string): DeployedExample {
    return { of: "deployed", language: "yaml", broken, mended };
}
