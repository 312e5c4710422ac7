import { imageNames } from "./names";

/**
 * Images that a registry would have, made of this machine's Debian packages. Entry points, accounts and paths are those of
 * the official images, so that the same container arguments work with both; programs have Debian's versions.
 */
export interface Recipe {
    /** Another recipe's name; none: an empty image. */
    readonly from?: string;
    /** Debian's packages whose files it gets, with the libraries that they load. */
    readonly packages?: readonly string[];
    /** Those that it takes single files of. */
    readonly requires?: readonly string[];
    /** Single files of this machine, each in its own place. */
    readonly single?: readonly string[];
    /** Files of this machine in another place, programs with their libraries: place -> file. */
    readonly copies?: Readonly<Record<string, string>>;
    /** Folder in `images/files` whose content is laid over `/`. */
    readonly files?: string;
    /** Symbolic links: place -> where it leads. */
    readonly links?: Readonly<Record<string, string>>;
    /** Empty folders: path -> `uid:mode`. */
    readonly folders?: Readonly<Record<string, string>>;
    /** Whether the sample service is put into /app. */
    readonly app?: boolean;
    /** Lines of a Dockerfile, after FROM and the files. */
    readonly lines?: readonly string[];
}

const debian = "stand-in/debian:12";
const node = "stand-in/node:20";
const nobody = "65534";

export const recipes: Readonly<Record<string, Recipe>> = {
    /** What Debian's own small image has. */
    [debian]: {
        packages: ["dash", "bash", "coreutils", "util-linux", "mawk", "sed", "grep", "findutils", "diffutils", "libc6", "libc-bin", "gzip", "tar", "hostname", "debianutils", "passwd"],
        files: "debian",
        links: { "usr/bin/sh": "dash", "usr/bin/awk": "mawk", "bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "lib64": "usr/lib64", "var/run": "/run" },
        folders: { "tmp": "0:1777", "var/tmp": "0:1777", "run": "0:755", "root": "0:700", "home": "0:755", "opt": "0:755", "mnt": "0:755", "srv": "0:755", "proc": "0:755", "sys": "0:755", "dev": "0:755", "var/log": "0:755", "var/lib": "0:755", "var/cache": "0:755" },
        lines: ["ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 'CMD ["bash"]'],
    },
    [imageNames.proxy]: {
        from: debian,
        packages: ["nginx", "curl", "openssl"],
        single: ["/etc/nginx/mime.types"],
        files: "nginx",
        links: { "var/log/nginx/access.log": "/dev/stdout", "var/log/nginx/error.log": "/dev/stderr" },
        folders: { "var/log/nginx": "0:755", "var/cache/nginx": "0:755", "var/lib/nginx": "0:755", "etc/nginx/conf.d": "0:755", "usr/share/nginx": "0:755" },
        lines: ["EXPOSE 80", "STOPSIGNAL SIGQUIT", 'ENTRYPOINT ["/docker-entrypoint.sh"]', 'CMD ["nginx", "-g", "daemon off;"]'],
    },
    [imageNames.probe]: {
        requires: ["busybox-static"],
        copies: { "bin/busybox": "/usr/bin/busybox" },
        links: Object.fromEntries(["sh", "wget", "cat", "cp", "ls", "true", "false", "sleep", "echo", "mkdir", "rm", "test", "env", "id", "nc", "ping", "nslookup", "ip"].map(applet => [`bin/${applet}`, "busybox"])),
        folders: { tmp: "0:1777", proc: "0:755", sys: "0:755", dev: "0:755", etc: "0:755" },
        lines: ["ENV PATH=/bin", 'CMD ["sh"]'],
    },
    [imageNames.prometheus]: {
        from: debian,
        packages: ["prometheus"],
        folders: { "etc/prometheus": "0:755", "prometheus": `${nobody}:755`, "var/lib/prometheus": `${nobody}:755` },
        lines: ["USER nobody", "EXPOSE 9090", "VOLUME /prometheus", "WORKDIR /prometheus", 'ENTRYPOINT ["/bin/prometheus"]', 'CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]'],
    },
    [imageNames.alertmanager]: {
        from: debian,
        packages: ["prometheus-alertmanager"],
        links: { "usr/bin/alertmanager": "prometheus-alertmanager" },
        folders: { "etc/alertmanager": `${nobody}:755`, "alertmanager": `${nobody}:755`, "var/lib/prometheus": `${nobody}:755` },
        lines: ["USER nobody", "EXPOSE 9093", "VOLUME /alertmanager", "WORKDIR /alertmanager", 'ENTRYPOINT ["/bin/alertmanager"]', 'CMD ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"]'],
    },
    [imageNames.nginxExporter]: {
        from: debian,
        packages: ["prometheus-nginx-exporter"],
        links: { "usr/bin/nginx-prometheus-exporter": "prometheus-nginx-exporter" },
        // The official one starts without nginx, too; Debian's is older and tries a few times.
        lines: ["USER 1001:1001", "EXPOSE 9113", 'ENTRYPOINT ["/usr/bin/nginx-prometheus-exporter", "--nginx.retries=60", "--nginx.retry-interval=1s"]'],
    },
    [imageNames.nodeExporter]: {
        from: debian,
        packages: ["prometheus-node-exporter"],
        links: { "usr/bin/node_exporter": "prometheus-node-exporter" },
        lines: ["USER nobody", "EXPOSE 9100", 'ENTRYPOINT ["/bin/node_exporter"]'],
    },
    [imageNames.logExporter]: {
        from: debian,
        packages: ["mtail"],
        lines: ["EXPOSE 3903", 'ENTRYPOINT ["/usr/bin/mtail"]'],
    },
    [node]: { from: debian, copies: { "usr/local/bin/node": process.execPath } },
    /** Debian has no Grafana: a stand-in that answers for its health and knows the administrator's password. */
    [imageNames.grafana]: {
        from: node,
        files: "grafana-stand-in",
        lines: ["USER 472", "EXPOSE 3000", 'ENTRYPOINT ["/run.sh"]'],
    },
    [imageNames.app]: {
        from: node,
        app: true,
        folders: { "app/data": "1000:755", "app/backups": "1000:755" },
        lines: ["ENV PORT=8000 VERSION=1.0.0", "USER node", "EXPOSE 8000", 'ENTRYPOINT ["node", "/app/main.js"]'],
    },
    [imageNames.appNext]: { from: imageNames.app, lines: ["ENV VERSION=1.1.0"] },
    [imageNames.appBroken]: { from: imageNames.app, files: "broken", lines: ['ENTRYPOINT ["node", "/app/broken.js"]'] },
    [imageNames.appCrash]: { from: imageNames.app, files: "crash", lines: ['ENTRYPOINT ["node", "/app/crash.js"]'] },
};
