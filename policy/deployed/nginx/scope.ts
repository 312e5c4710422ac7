import type { Directive } from "./directive";

/** A place in a configuration: a block and those around it. What holds there may be said in any of them. */
export interface Scope {
    readonly directives: readonly Directive[];
    /** undefined: this is the configuration itself. */
    readonly around: Scope | undefined;
}

/**
 * The directives of these names that hold in a place, as nginx inherits them: those of the innermost block that has any, and
 * none of those further out. Names that nginx counts as one thing, such as `allow` and `deny`, go together.
 */
export function inForce({ directives, around }: Scope, ...names: readonly string[]): readonly Directive[] {
    const own = directives.filter(({ name }) => names.includes(name));
    return own.length > 0 || around === undefined ? own : inForce(around, ...names);
}

/** Every directive of a name, however deep it stands. */
export function directivesNamed(directives: readonly Directive[], name: string): readonly Directive[] {
    return directives.flatMap(directive => [...(directive.name === name ? [directive] : []), ...directivesNamed(directive.block ?? [], name)]);
}

/** The place inside of a directive's braces. */
export function scopeOf({ block }: Directive, around: Scope): Scope {
    return { directives: block ?? [], around };
}

/** The insides of all `http` blocks, of which a configuration has one. */
export function httpScopes(nginx: readonly Directive[]): readonly Scope[] {
    const main = { directives: nginx, around: undefined };
    return nginx.filter(({ name }) => name === "http").map(directive => scopeOf(directive, main));
}

/** The blocks of a name in all of them: `upstream`, `map`. */
export function httpBlocks(nginx: readonly Directive[], name: string): readonly Directive[] {
    return httpScopes(nginx).flatMap(({ directives }) => directives.filter(directive => directive.name === name));
}
