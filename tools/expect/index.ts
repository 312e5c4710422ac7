/** Assertions for tests of your own stack files: docs/testing.md. They work in any test runner. */
export { expectImages } from "./images";
export { expectNoFindings, expectPolicies, type WantedPolicy } from "./policies";
export { expectProbes, type WantedProbes } from "./probes";
export { stack, type Stack } from "./stack";
export { expectTls, type WantedTls } from "./tls";
export { expectUpstreams, type WantedUpstream } from "./upstreams";
