import type { Severity } from "./report.ts";

interface Rule {
  readonly severity: Severity;
  readonly words: string;
}

const rule = (severity: Severity, words: string): Rule => ({ severity, words });

/** Every rule of the scanner. A finding shows the words, followed by what was found. */
export const rules = {
  // Pickles: what loading one would import and call.
  "pickle-dangerous-import": rule("dangerous", "Loading this imports something that can run programs, run code or reach files"),
  "pickle-unresolved-import": rule("dangerous", "Loading this imports a name that is computed while loading, which only an attack does"),
  "pickle-patches-import": rule("dangerous", "Loading this changes an imported class, function or module"),
  "pickle-hook-call": rule("dangerous", "Loading this puts a function in the place of a hook that Python calls by itself"),
  "pickle-hook": rule("suspicious", "Loading this sets a hook that Python calls by itself"),
  "pickle-unknown-import": rule("suspicious", "Loading this imports something that is on no list of known harmless parts"),
  "pickle-own-code": rule("suspicious", "Loading this needs code of the author's own program"),
  "pickle-code-by-value": rule(
    "suspicious",
    "Holds program code by design (functions saved by value, typical of pyfunc models): loading runs it",
  ),
  "pickle-call-of-result": rule("suspicious", "Loading this calls what another call returned"),
  "pickle-unresolved-call": rule("suspicious", "Loading this calls something that cannot be told from the file"),
  "pickle-extension-code": rule("suspicious", "Uses extension codes, whose meaning is set on the machine that loads it"),
  "pickle-persistent-id": rule("suspicious", "Refers to objects outside the file, which the loading program looks up"),
  "pickle-malformed": rule("suspicious", "Is not a well-formed pickle; what stands before the error would still be carried out"),
  "pickle-ambiguous": rule("suspicious", "Means one thing to joblib and another to pickle"),
  "pickle-array-unread": rule("suspicious", "Holds an array whose length cannot be told, so that what follows it could not be read"),
  "pickle-trailing-data": rule("info", "Bytes follow the last pickle"),
  "numpy-object-array": rule("info", "An array of Python objects: its values are a pickle, which was looked into"),
  "numpy-header": rule("suspicious", "The header of the array is not one that NumPy writes"),

  // Limits and what could not be looked into.
  "limit-reached": rule("suspicious", "Too large to be looked into completely"),
  "compression-bomb": rule("dangerous", "Expands to far more than it holds"),
  "compression-unread": rule("unknown", "Compressed in a way that the scanner does not read"),
  "encrypted-unread": rule("unknown", "Encrypted, so that it could not be looked into"),
  "format-unknown": rule("unknown", "The format was not recognised"),
  "format-unread": rule("unknown", "The format was recognised, but not all of it could be looked into"),
  "scanner-failed": rule("unknown", "The scanner failed on this file"),
  malformed: rule("suspicious", "Not well-formed"),
  polyglot: rule("suspicious", "Is one format at its start and an archive at its end"),

  // Archives.
  "archive-path": rule("suspicious", "A member would be unpacked outside the archive's folder"),
  "archive-link": rule("suspicious", "A member is a link"),
  "archive-overlap": rule("dangerous", "Members of the archive share bytes, which only a bomb or a disguise does"),
  "archive-mismatch": rule("suspicious", "The archive says one thing in its directory and another at the member"),

  // Model formats.
  "safetensors-header": rule("suspicious", "The header breaks the rules of safetensors"),
  "skops-dangerous-type": rule("dangerous", "Names a type or function that can run programs, run code or reach files"),
  "skops-untrusted-type": rule("suspicious", "Names a type that is on no list of known harmless parts; skops asks before loading it"),
  "onnx-outside-data": rule("dangerous", "Refers to data outside the model's folder"),
  "onnx-external-data": rule("info", "Keeps weights in another file of the model"),
  "onnx-custom-operator": rule("suspicious", "Uses operators that a library outside ONNX provides"),
  "keras-lambda": rule("dangerous", "Holds a Lambda layer: marshalled Python code that runs when the model is loaded or called"),
  "keras-dangerous-object": rule("dangerous", "Names a function that can run programs, run code or reach files"),
  "keras-custom-object": rule("suspicious", "Names an object outside Keras, which loading imports"),
  "hdf5-lambda": rule("suspicious", "Names a Lambda layer, which holds marshalled Python code"),
  "tensorflow-file-operation": rule("suspicious", "The graph names operations that read or write files, or run Python"),
  "torchscript-code": rule("info", "TorchScript source; it runs in PyTorch's own interpreter"),

  // Code and documents.
  "python-code": rule("info", "Python source that belongs to the version"),
  "native-code": rule("suspicious", "A program or library in machine code"),
  "python-bytecode": rule("suspicious", "Compiled Python code"),
  script: rule("suspicious", "A script that an interpreter runs"),
  "yaml-python-tag": rule("suspicious", "YAML that makes Python objects when a careless loader reads it"),
  "dependency-source": rule("suspicious", "Asks for software from somewhere else than the package index in use"),
  "dependency-unread": rule("unknown", "A line that is not a requirement the scanner knows"),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof rules;
