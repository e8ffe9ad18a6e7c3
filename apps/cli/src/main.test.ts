import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";

// Each test starts programs; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const program = path.join(import.meta.dirname, "main.ts");
const emptyDir = mkdtempSync(path.join(tmpdir(), "plumbline-cli-"));
const notSettings = path.join(emptyDir, "settings.yaml");
writeFileSync(notSettings, "platformUrl: here\n");

afterAll(() => rmSync(emptyDir, { recursive: true }));

function plumb(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env: {} }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end();
  });
}

test.each([[[]], [["--help"]]])("%s lists the commands", async (args) => {
  const { code, stdout } = await plumb(...args);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /models download .*\n[\s\S]*policy apply .*\n\s+tokens create .*\n\s+users reset-password .*\n\s+keys rotate .*\n\s+demo .*\n\s+status /,
  );
});

test("a command explains its options", async () => {
  const { stdout } = await plumb("tokens", "create", "--help");
  expect(stdout).toMatch(/^Usage: plumb tokens create \[options\]\n[\s\S]*--name NAME\s+name by which/);
});

test("a command explains its operands", async () => {
  const { stdout } = await plumb("models", "download", "--help");
  expect(stdout).toMatch(/^Usage: plumb models download NAME VERSION \[options\]\n[\s\S]*NAME\s+name of the model/);
});

test.each([
  [["fly"], "there is no such command; plumb --help lists them"],
  [["status", "--lcoal"], "Unknown option '--lcoal'; see plumb status --help"],
  [["tokens", "create", "--name", "a"], "--local is missing; elsewhere tokens are made in the portal"],
  [["tokens", "create", "--local"], "--name is missing"],
  [["tokens", "create", "--local", "--name", "a", "--data", emptyDir], `nothing runs on ${emptyDir}; npm start starts it`],
  [["users", "reset-password", "--email", "a@b"], "--local is missing; elsewhere an administrator resets passwords in the portal"],
  [["users", "reset-password", "--local"], "--email is missing"],
  [["users", "reset-password", "--local", "--email", "a@b", "--data", emptyDir], `nothing runs on ${emptyDir}; npm start starts it`],
  [["keys", "rotate"], "--local is missing; elsewhere whoever runs the api rotates them: docs/guides/verify-a-model.md"],
  [["keys", "rotate", "--local", "--data", emptyDir], `nothing runs on ${emptyDir}; npm start starts it`],
  [["models", "download", "credit", "--out", "x"], "VERSION is missing; see plumb models download --help"],
  [["models", "download", "credit", "1", "2", "--out", "x"], '"2" is one too many; see plumb models download --help'],
  [["models", "download", "credit", "first", "--out", "x", "--url", "http://x"], 'VERSION: given "first"; allowed: a number such as 3'],
  [["models", "download", "credit", "1"], "--out is missing"],
  [
    ["models", "download", "credit", "1", "--out", "x", "--url", "http://127.0.0.1:2", "--token", "t"],
    "the server did not answer: connect ECONNREFUSED 127.0.0.1:2",
  ],
  [["runs", "compare", "0f3c"], "name two runs or more; see plumb runs compare --help"],
  [["cluster", "show"], "CLUSTER is missing; see plumb cluster show --help"],
  [["cluster", "register", "gpu"], "give either --kubeconfig or --in-cluster"],
  [["cluster", "register", "gpu", "--kubeconfig", "k", "--in-cluster"], "give either --kubeconfig or --in-cluster"],
  [["cluster", "register", "gpu", "--in-cluster"], "--email is missing: this takes a person's rights, which no token has"],
  [
    ["cluster", "calls", "gpu", "--email", "a@b", "--url", "http://127.0.0.1:2"],
    "PLUMBLINE_PASSWORD is missing, and there is no terminal to ask at",
  ],
  [["cluster", "prepare", "gpu", "--workspace", "a"], "--namespace is missing"],
  [["cluster", "map", "gpu", "q", "--workspace", "a", "--local-queue", "b"], '--local-queue: given "b"; allowed: NAMESPACE/NAME'],
  [["cluster", "settings", "gpu", "-f", notSettings], `${notSettings}: platformUrl: Invalid URL`],
  [["runtime", "put", "torch"], "--file is missing"],
  [["secret", "set", "key"], "the value is empty"],
  [["dataset", "upload", "loans"], "FILE is missing; see plumb dataset upload --help"],
  [["policy", "validate"], "FILE is missing; see plumb policy validate --help"],
  [["policy", "apply", "a.yaml"], "--reason is missing"],
  [["requests", "open", "credit", "1", "--to", "moon"], '--to: given "moon"; allowed: staging, production, retired'],
  [["status", "--url", "ftp://x"], '--url: given "ftp://x"; allowed: the address of a Plumbline, such as https://ml.example.org'],
  [["status", "--url", "http://127.0.0.1:1"], "nothing answers at http://127.0.0.1:1"],
  [["demo", "--url", "http://127.0.0.1:1"], "--token is missing"],
  [["demo", "--only", "magic"], '--only: given "magic"; allowed: one of job, classifier, grid-search, evaluation, live-curves'],
])("%s is refused in one line", async (args, line) => {
  expect(await plumb(...args)).toEqual({ code: 1, stdout: "", stderr: `plumb: ${line}\n` });
});
