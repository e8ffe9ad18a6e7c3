import { describe, expect, test } from "vitest";
import { exampleName, readModelFile } from "./model-file.ts";

const modelFile = (signature: object, more = "") => `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
  sklearn:
    pickled_model: model.pkl
signature:
${Object.entries(signature)
  .map(([part, list]) => `  ${part}: '${JSON.stringify(list)}'`)
  .join("\n")}
${more}`;

const read = (model: string, example: unknown = null) =>
  readModelFile({ model, example: example === null ? null : JSON.stringify(example), requirements: null });

describe("columns", () => {
  const inputs = [
    { type: "double", name: "amount", required: true },
    { type: "string", name: "purpose", required: false },
    { type: "long", name: "age", optional: true },
    { type: "array", items: { type: "double" }, name: "history", required: true },
  ];
  const outputs = [{ type: "tensor", "tensor-spec": { dtype: "int64", shape: [-1, 3] } }];
  const params = [{ name: "threshold", dtype: "double", default: 0.5, shape: null }];

  test("types, what is required, tensors and params with their defaults", () => {
    const { signature, flavors, note } = read(modelFile({ inputs, outputs, params }));
    expect({ flavors, note }).toEqual({ flavors: ["python_function", "sklearn"], note: null });
    expect(signature).toEqual({
      inputs: [
        { name: "amount", type: "double", shape: null, isRequired: true, example: null },
        { name: "purpose", type: "string", shape: null, isRequired: false, example: null },
        { name: "age", type: "long", shape: null, isRequired: false, example: null },
        { name: "history", type: "array<double>", shape: null, isRequired: true, example: null },
      ],
      outputs: [{ name: null, type: "int64", shape: [-1, 3], isRequired: true, example: null }],
      params: [{ name: "threshold", type: "double", shape: null, isRequired: false, example: 0.5 }],
    });
  });

  test.each([
    [
      "split",
      {
        columns: ["purpose", "amount"],
        data: [
          ["car", 10.5],
          ["house", 1],
        ],
      },
    ],
    ["records", [{ amount: 10.5, purpose: "car" }]],
    ["a request for a server", { dataframe_split: { columns: ["amount", "purpose"], data: [[10.5, "car"]] } }],
    ["one row by name", { inputs: { amount: 10.5, purpose: "car" } }],
  ])("examples as %s", (_, example) => {
    const { signature } = read(modelFile({ inputs: inputs.slice(0, 2), outputs }), example);
    expect(signature?.inputs.map((field) => field.example)).toEqual([10.5, "car"]);
  });

  test("an example of a tensor is its first element; a long one is left out", () => {
    const tensor = modelFile({ inputs: [{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 2] } }] });
    expect(
      read(tensor, [
        [1, 2],
        [3, 4],
      ]).signature?.inputs[0]?.example,
    ).toEqual([1, 2]);
    expect(read(tensor, [["x".repeat(1996)]]).signature?.inputs[0]?.example).toEqual(["x".repeat(1996)]);
    expect(read(tensor, [["x".repeat(1997)]]).signature?.inputs[0]?.example).toBeNull();
  });
});

test("the example has the name that the file gives it", () => {
  expect(exampleName(modelFile({}))).toBe("input_example.json");
  expect(exampleName(modelFile({}, "saved_input_example_info:\n  artifact_path: other.json"))).toBe("other.json");
});

test("packages are the lines of requirements.txt that name one", () => {
  const requirements = "# made by hand\nmlflow==3.1\n\nnumpy>=2 # fast\n-r other.txt\r\npandas\n";
  expect(readModelFile({ model: "", example: null, requirements }).packages).toEqual(["mlflow==3.1", "numpy>=2", "pandas"]);
});

test("a file without signature says so", () => {
  expect(read("flavors:\n  onnx: {}\n")).toEqual({
    flavors: ["onnx"],
    signature: null,
    note: "The model was logged without a signature.",
    packages: [],
  });
});

test.each([
  ["no YAML", "flavors: [", null],
  ["not a mapping", "- a\n- b\n", null],
  ["a list that is no JSON", "flavors:\n  a: {}\nsignature:\n  inputs: 'no json'\n", null],
  ["a list of something else", "flavors:\n  a: {}\nsignature:\n  inputs: '[1]'\n", null],
  [
    "aliases that multiply",
    `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(20)}]\nc: &c [${"*b,".repeat(20)}]\nd: [${"*c,".repeat(20)}]\n`,
    null,
  ],
  ["an example that is no JSON", "flavors:\n  a: {}\nsignature:\n  inputs: '[]'\n", "{"],
])("broken files break nothing: %s", (_, model, example) => {
  const contents = readModelFile({ model, example, requirements: null });
  if (example === null) expect(contents).toMatchObject({ signature: null, note: expect.stringContaining("cannot be read") });
  else expect(contents).toMatchObject({ signature: { inputs: [] }, note: null });
});

test("column names that objects have by themselves have no example", () => {
  const inputs = [{ type: "double", name: "constructor" }];
  expect(read(modelFile({ inputs }), [{ amount: 1 }]).signature?.inputs[0]?.example).toBeNull();
});
