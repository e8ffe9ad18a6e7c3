/** A variable of a container. */
export type EnvVariable = { readonly name: string; readonly value: string } | { readonly name: string; readonly valueFrom: object };
