import { describe, expect, it } from "vitest";
import { scan, scanOne } from "./open-test-fixtures.ts";
import { parseCondaRequirement, parseRequirement, requirementLines } from "./requirements.ts";

describe("a line of requirements", () => {
  it.each([
    ["numpy", "numpy", ""],
    ["numpy==2.4.6", "numpy", "==2.4.6"],
    ["scikit-learn >=1.2, <2", "scikit-learn", ">=1.2, <2"],
    ["requests[security,socks] ~= 2.8.1 ; python_version < '3.9'", "requests", "~= 2.8.1"],
    ["torch==2.5.0+cpu  # for tests", "torch", "==2.5.0+cpu"],
    ["a.b_c-d (>=1.0)", "a.b_c-d", "(>=1.0)"],
    ["pandas!=1.*", "pandas", "!=1.*"],
    ["numpy==1.0 --hash=sha256:abc", "numpy", "==1.0"],
  ])("%s", (line, name, specifier) => {
    expect(parseRequirement(line)).toEqual({ kind: "package", name, specifier });
  });

  it.each([
    "git+https://example.org/a.git",
    "acme @ https://example.org/acme.whl",
    "-e .",
    "--editable=./pkg",
    "--index-url https://example.org/simple",
    "--extra-index-url=https://example.org/simple",
    "-f https://example.org",
    "--trusted-host example.org",
    "./local.whl",
    "../package",
    "/srv/wheels/a.whl",
    "a-1.0-py3-none-any.whl",
    "file:///srv/a",
    "-r https://example.org/list.txt",
  ])("%s asks for software from elsewhere", (line) => {
    expect(parseRequirement(line)).toMatchObject({ kind: "source" });
  });

  it.each(["", "   ", "# a comment", "--no-binary :all:", "-r other.txt", "-c limits.txt"])("%j asks for nothing", (line) => {
    expect(parseRequirement(line)).toBeUndefined();
  });

  it.each(["numpy=1", "numpy 1.0", "!!!", "--unheard-of"])("%s is not understood", (line) => {
    expect(parseRequirement(line)).toMatchObject({ kind: "unread" });
  });

  it("goes on after a backslash", () => {
    expect(requirementLines("numpy==1.0 \\\n  --hash=sha256:abc\nscipy")).toEqual(["numpy==1.0    --hash=sha256:abc", "scipy"]);
  });

  it.each([
    ["python=3.11.7", "python", "=3.11.7"],
    ["conda-forge::numpy>=1", "numpy", ">=1"],
    ["pip<=24", "pip", "<=24"],
  ])("conda: %s", (line, name, specifier) => {
    expect(parseCondaRequirement(line)).toEqual({ kind: "package", name, specifier });
  });

  it("conda: a channel that is an address", () => {
    expect(parseCondaRequirement("https://example.org/channel::numpy")).toMatchObject({ kind: "source" });
  });
});

describe("the files that ask for software", () => {
  it("conda.yaml, with its part for pip", async () => {
    const conda =
      "channels: [conda-forge]\ndependencies:\n- python=3.11\n- pip:\n  - mlflow==2.9\n  - git+https://user:secret@example.org/a\n";
    const report = await scan({ "model/conda.yaml": conda });
    expect(report.dependencies).toEqual([
      { name: "python", specifier: "=3.11", source: "model/conda.yaml" },
      { name: "mlflow", specifier: "==2.9", source: "model/conda.yaml" },
    ]);
    expect(report.files[0]?.findings).toMatchObject([
      { rule: "dependency-source", detail: expect.stringContaining("git+https://***@example.org/a") },
    ]);
  });

  it("python_env.yaml and MLmodel", async () => {
    const environment = "python: 3.11.7\nbuild_dependencies:\n- pip==24.0\ndependencies:\n- -r requirements.txt\n";
    const model = "flavors:\n  custom:\n    pip_requirements:\n    - scipy>=1\n";
    expect((await scan({ "python_env.yaml": environment, MLmodel: model })).dependencies).toEqual([
      { name: "pip", specifier: "==24.0", source: "python_env.yaml" },
      { name: "scipy", specifier: ">=1", source: "MLmodel" },
    ]);
  });

  it("YAML that is none, or multiplies itself", async () => {
    const bomb =
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\ndependencies: [*c,*c,*c,*c,*c,*c,*c,*c]\n";
    for (const text of ["a: [", bomb]) {
      expect(await scanOne("conda.yaml", text)).toMatchObject({ verdict: "unknown", findings: [{ rule: "dependency-unread" }] });
    }
  });

  it("a line that is no requirement is a finding", async () => {
    expect(await scanOne("requirements.txt", "numpy=1\n")).toMatchObject({ verdict: "unknown", findings: [{ rule: "dependency-unread" }] });
  });
});
