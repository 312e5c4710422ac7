// Where the CLI's host of policy packs begins. It would check and compile every source anew, by no settings of the
// project's: the project's own loader runs them as they stand.
require("tsx/cjs");
require("./index.ts");
