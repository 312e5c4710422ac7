import type { Model } from "../../../../components/config/model";
import { capacityAdvice } from "../../../../components/proxy/nginx/capacity";
import { warning, type Finding } from "../finding";

/** What the proxy can't make use of, on any target; the target itself need not be asked. */
export function judgeProxy(model: Model): Finding[] {
    return capacityAdvice(model).map(({ path, found, allowed, fix }) => warning(`${path} is ${found} (allowed: ${allowed})`, fix));
}
