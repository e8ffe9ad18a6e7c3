import { expect, test } from "vitest";
import { connectCode, frameworks, installCode, shells, trainCode } from "./code.ts";

test.each(shells)("%s: the code holds the address and the token", (shell) => {
  const { code } = connectCode(shell, "http://localhost:3000", "plb_secret");
  expect(code).toContain("http://localhost:3000");
  expect(code).toContain("plb_secret");
});

test.each([
  ["https://plumbline.example.com", ""],
  ["http://localhost:3000", ""],
  ["http://plumbline.example.com:3000", " --trusted-host plumbline.example.com"],
])("login: %s is installed from as pip needs it", (origin, more) => {
  expect(connectCode("Login", origin, "plb_secret").code).toBe(
    `pip install plumbline --index-url ${origin}/python/simple${more}\nPLUMBLINE_TOKEN=plb_secret plumbline login ${origin}`,
  );
});

test.each(frameworks)("%s: what is imported is installed, and a run is named into an experiment", (framework) => {
  expect(trainCode[framework]).toContain("mlflow.set_experiment(");
  for (const [module, name] of [
    ["sklearn", "scikit-learn"],
    ["torch", "torch"],
    ["lightgbm", "lightgbm"],
  ] as const) {
    expect(installCode[framework].includes(name)).toBe(new RegExp(`(import|from)[^\\n]*\\b${module}\\b`).test(trainCode[framework]));
  }
});
