declare const printed: unique symbol;

/** Text that is safe to print into a configuration file as it stands. Only a quoting function makes it. */
export type Printed = string & { readonly [printed]: true };
