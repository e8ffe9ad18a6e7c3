import { expect, test } from "vitest";
import { loadCode } from "./load-code.ts";

const version = { model: "default-risk", version: 14, flavors: ["python_function", "sklearn"] };
const input = { version, inputs: 45, origin: "https://ml.example" };

test("Python loads the version and is told how many columns it takes", () => {
  const { code } = loadCode("Python", input);
  expect(code).toContain('mlflow.pyfunc.load_model(\n  "models:/default-risk/14")');
  expect(code).toContain("# df: 45 columns, as signed");
  expect(loadCode("Python", { ...input, inputs: undefined }).code).not.toContain("#");
});

test("a model without Python is fetched as files", () => {
  const { code } = loadCode("Python", { ...input, version: { ...version, flavors: ["spark"] } });
  expect(code).toContain("download_artifacts");
  expect(code).not.toContain("predict");
});

test("a name stays one word to the shell and one part of the address", () => {
  const odd = { ...input, version: { ...version, model: "it's risky" } };
  expect(loadCode("CLI", odd).code).toContain(`'models:/it'\\''s risky/14'`);
  expect(loadCode("REST", odd).code).toContain("/models/it's%20risky/versions/14/files");
  expect(loadCode("CLI", input).code).toContain("--artifact-uri models:/default-risk/14 ");
});
