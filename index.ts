import { load } from "./components/config/load";
import { render } from "./components/proxy/render";
import { deploy } from "./components/targets/deploy";
import { targetFiles } from "./components/targets/files";
import { stackOutputs } from "./components/targets/outputs";
import { certificateFor } from "./components/tls/certificate-for";

const { model, secrets, secretPrints } = load();
const rendered = render(model, targetFiles(model));
const certificate = certificateFor(model, secrets);

const { url, healthUrl, release, target, proxy, instances, address, grafanaPassword } = deploy({ model, rendered, certificate, secrets, secretPrints });

export = stackOutputs({ url, healthUrl, release, target, proxy, instances, address, grafanaPassword, certificateAuthority: certificate?.authorityPem });
