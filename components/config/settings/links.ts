/** The page of a directive in the reference of an nginx HTTP module. */
export function nginxModule(module: string, directive: string): string {
    return `https://nginx.org/en/docs/http/ngx_http_${module}_module.html#${directive}`;
}
