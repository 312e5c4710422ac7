import { PolicyPack } from "@pulumi/policy";
import { packArgs } from "./pack";

new PolicyPack("evenkeel", packArgs());
