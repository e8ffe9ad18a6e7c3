import type { ModelSignature, SignatureField } from "@plumbline/contracts/registry/version-content";

/** What a model's MLmodel file says, as far as people ask. */
export interface ModelFile {
  flavors: string[];
  /** Undefined where it was logged without one, or where it is not understood. */
  signature: ModelSignature | undefined;
  mlflowVersion: string | undefined;
}

/** Reads an MLmodel file, whose signature is JSON inside of YAML; undefined for a text that is none. */
export async function readModelFile(text: string): Promise<ModelFile | undefined> {
  const { parse } = await import("yaml");
  try {
    const file = asRecord(parse(text, { maxAliasCount: 100, logLevel: "error" }));
    if (!file) return undefined;
    const signature = asRecord(file.signature);
    return {
      flavors: Object.keys(asRecord(file.flavors) ?? {}),
      signature: signature && {
        inputs: fieldsOf(signature.inputs),
        outputs: fieldsOf(signature.outputs),
        params: fieldsOf(signature.params),
      },
      mlflowVersion: textOf(file.mlflow_version),
    };
  } catch {
    return undefined;
  }
}

type Fields = Record<string, unknown>;

const asRecord = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function fieldsOf(json: unknown): SignatureField[] {
  const list: unknown = typeof json === "string" ? JSON.parse(json) : [];
  return Array.isArray(list) ? list.map((spec: unknown) => fieldOf(asRecord(spec) ?? {})) : [];
}

function fieldOf(spec: Fields): SignatureField {
  const shape = asRecord(spec["tensor-spec"])?.shape ?? spec.shape;
  return {
    name: textOf(spec.name) ?? null,
    type: typeOf(spec),
    shape: Array.isArray(shape) && shape.every((size) => Number.isInteger(size)) ? (shape as number[]) : null,
    isRequired: spec.required === true || (spec.required === undefined && spec.optional !== true),
    example: spec.default ?? null,
  };
}

function typeOf(spec: Fields): string {
  const tensor = textOf(asRecord(spec["tensor-spec"])?.dtype);
  const name = tensor ?? textOf(spec.type) ?? textOf(spec.dtype) ?? "any";
  const items = name === "array" ? asRecord(spec.items) : undefined;
  return items ? `array<${typeOf(items)}>` : name;
}
