import type { ModelSignature, SignatureField } from "@plumbline/contracts/registry/version-content";
import { parse } from "yaml";
import { z } from "zod";
import { exampleValues } from "./input-example.ts";

/** What the descriptive files of a version say; kept with it. */
export interface VersionContents {
  readonly flavors: readonly string[];
  readonly signature: ModelSignature | null;
  /** Why something is not known. */
  readonly note: string | null;
  /** Lines of `requirements.txt` that name a package. */
  readonly packages: readonly string[];
}

export const noContents: VersionContents = {
  flavors: [],
  signature: null,
  note: "There is no MLmodel file below the source: inputs and outputs are not known.",
  packages: [],
};

/** Flavors, columns and packages that are kept; no model that people read about has more. */
const listMax = 5000;

const ModelFile = z.looseObject({
  flavors: z.record(z.string(), z.unknown()).nullish(),
  signature: z.looseObject({ inputs: z.string().nullish(), outputs: z.string().nullish(), params: z.string().nullish() }).nullish(),
  saved_input_example_info: z.looseObject({ artifact_path: z.string().nullish() }).nullish(),
});

function parseModelFile(text: string): z.infer<typeof ModelFile> {
  return ModelFile.parse(parse(text, { maxAliasCount: 100, logLevel: "error" }));
}

/** The file that holds the input example, relative to the model's root. */
export function exampleName(modelText: string): string {
  try {
    return parseModelFile(modelText).saved_input_example_info?.artifact_path ?? "input_example.json";
  } catch {
    return "input_example.json";
  }
}

interface Texts {
  readonly model: string;
  readonly example: string | null;
  readonly requirements: string | null;
}

/** Reads what is understood and says what is not; a file that is broken breaks no registration. */
export function readModelFile({ model, example, requirements }: Texts): VersionContents {
  const packages = packagesOf(requirements);
  try {
    const { flavors, signature } = parseModelFile(model);
    const names = Object.keys(flavors ?? {}).slice(0, listMax);
    if (!signature) return { flavors: names, signature: null, note: "The model was logged without a signature.", packages };
    const examples = exampleValues(example);
    const read: ModelSignature = {
      inputs: fieldsOf(signature.inputs, "inputs").map((field, index) => ({ ...field, example: examples(field.name, index) })),
      outputs: fieldsOf(signature.outputs, "outputs"),
      params: fieldsOf(signature.params, "params"),
    };
    return { flavors: names, signature: read, note: null, packages };
  } catch (error) {
    const reason = error instanceof z.ZodError ? (error.issues[0]?.message ?? "") : error instanceof Error ? error.message : "";
    return { flavors: [], signature: null, note: `The MLmodel file cannot be read: ${reason.split("\n")[0]?.slice(0, 300)}`, packages };
  }
}

const Shape = z.array(z.int()).nullish();
const FieldSpec = z.looseObject({
  name: z.string().nullish(),
  type: z.string().nullish(),
  dtype: z.string().nullish(),
  "tensor-spec": z.looseObject({ dtype: z.string(), shape: Shape }).nullish(),
  items: z.unknown().optional(),
  required: z.boolean().nullish(),
  optional: z.boolean().nullish(),
  default: z.unknown().optional(),
  shape: Shape,
});

/** The lists of a signature are JSON inside of YAML. */
function fieldsOf(json: string | null | undefined, part: keyof ModelSignature): SignatureField[] {
  if (!json) return [];
  const specs = z.array(FieldSpec).parse(JSON.parse(json));
  return specs.slice(0, listMax).map((spec) => ({
    name: spec.name ?? null,
    type: typeOf(spec),
    shape: spec["tensor-spec"]?.shape ?? spec.shape ?? null,
    isRequired: part !== "params" && (spec.required ?? !spec.optional),
    example: part === "params" ? (spec.default ?? null) : null,
  }));
}

function typeOf(spec: z.infer<typeof FieldSpec>): string {
  const { "tensor-spec": tensor, type, dtype } = spec;
  if (tensor) return tensor.dtype;
  const name = type ?? dtype ?? "any";
  const items = name === "array" ? FieldSpec.safeParse(spec.items) : undefined;
  return items?.success ? `array<${typeOf(items.data)}>` : name;
}

function packagesOf(requirements: string | null): string[] {
  const lines = (requirements ?? "").split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, "").trim());
  return lines.filter((line) => /^[a-z0-9]/i.test(line)).slice(0, listMax);
}
