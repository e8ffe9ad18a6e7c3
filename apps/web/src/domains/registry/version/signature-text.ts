import type { ModelSignature } from "@plumbline/contracts/registry/version-content";

type SignatureField = ModelSignature["inputs"][number];

/** `double`, `long, optional`, `float32 [-1, 28, 28]`. */
export function typeText({ type, shape, isRequired }: SignatureField): string {
  return `${type}${shape ? ` [${shape.join(", ")}]` : ""}${isRequired ? "" : ", optional"}`;
}

/** A value as code would write it; nothing where there is no example. */
export function exampleText(example: unknown): string {
  return example === undefined || example === null ? "" : JSON.stringify(example);
}
