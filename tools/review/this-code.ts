import { readStackFile } from "../../components/config/stack-file";
import { validate } from "../../components/config/validate";
import { render } from "../../components/proxy/render";
import { targetFiles } from "../../components/targets/files";
import { inOrder, stackManifests } from "../../components/targets/kubernetes/manifests/stack";
import { checkProvided } from "../../components/tls/check";
import type { Code } from "./described";

/** That of this commit. */
export const thisCode: Code = { readStackFile, validate, checkProvided, render, targetFiles, stackManifests, inOrder };
