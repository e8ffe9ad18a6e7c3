import { isKind, type Made, type Value } from "./values.ts";

/** What follows joblib's array wrapper in the file. */
export type ArrayBody = { readonly kind: "bytes"; readonly length: number; readonly isPadded: boolean } | { readonly kind: "pickle" };

interface ElementType {
  readonly sizeBytes: number;
  readonly hasObjects: boolean;
}

/** The flag that NumPy sets on a type that holds references. */
const holdsReferences = 1;

function countOf(shape: Value | undefined): number | undefined {
  if (!isKind(shape, "tuple")) return undefined;
  let count = 1;
  for (const size of shape.items) {
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
    count *= size;
  }
  return Number.isSafeInteger(count) ? count : undefined;
}

/** From the arguments and the state of `numpy.dtype`: ("f8", False, True), (3, "<", None, None, None, -1, -1, 0). */
function elementOf(dtype: Value | undefined): ElementType | undefined {
  if (!isKind(dtype, "made") || dtype.by?.name !== "dtype" || !isKind(dtype.from, "tuple")) return undefined;
  const [code] = dtype.from.items;
  const match = typeof code === "string" ? /^[<>|=]?([?biufcmMSaUVO])(\d{1,9})?$/.exec(code) : undefined;
  if (match?.[1] === undefined) return undefined;
  if (match[1] === "O") return { sizeBytes: 8, hasObjects: true };
  return sizedElement(match[1], Number(match[2] ?? (match[1] === "?" ? 1 : Number.NaN)), dtype.state);
}

function sizedElement(kind: string, size: number, state: Value): ElementType | undefined {
  const state_ = isKind(state, "tuple") ? state.items : [];
  const declared = state_[5];
  const flags = kind === "V" ? (state_[7] ?? 0) : 0;
  if (typeof flags !== "number") return undefined;
  const sizeBytes = kind === "U" ? size * 4 : size;
  // The state may change the length of these kinds after the fact: it has to agree.
  const agrees = typeof declared !== "number" || declared === -1 || declared === sizeBytes;
  if (!agrees || !Number.isSafeInteger(sizeBytes) || sizeBytes <= 0) return undefined;
  return { sizeBytes, hasObjects: (flags & holdsReferences) !== 0 };
}

/** Undefined where the wrapper does not say it in a way that only has one meaning. */
export function arrayBodyOf(wrapper: Made): ArrayBody | undefined {
  const entries = isKind(wrapper.state, "dictionary") ? wrapper.state.entries : undefined;
  const element = elementOf(entries?.get("dtype"));
  const count = countOf(entries?.get("shape"));
  if (element === undefined || count === undefined) return undefined;
  if (element.hasObjects) return { kind: "pickle" };
  const length = count * element.sizeBytes;
  const isPadded = typeof entries?.get("numpy_array_alignment_bytes") === "number";
  return Number.isSafeInteger(length) ? { kind: "bytes", length, isPadded } : undefined;
}
