import { load } from "./components/config/load";
import { render } from "./components/proxy/render";
import { deploy } from "./components/targets/deploy";
import { targetFiles } from "./components/targets/files";
import { certificateFor } from "./components/tls/certificate-for";

const { model, secrets, secretPrints } = load();
const rendered = render(model, targetFiles(model));
const certificate = certificateFor(model, secrets);

export const { url, healthUrl, release, target, proxy, instances, grafanaPassword } = deploy({ model, rendered, certificate, secrets, secretPrints });

/** PEM of the authority that clients trust to trust the site; absent where the certificate was provided. */
export const certificateAuthority = certificate?.authorityPem;
