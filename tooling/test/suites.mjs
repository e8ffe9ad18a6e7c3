import path from "node:path";
import { binDir, StartError } from "../start/checkout.mjs";

const vitest = path.join(binDir, "vitest");

function vitestProject(project, report) {
  return [vitest, "run", "--project", project, "--reporter=default", "--reporter=junit", `--outputFile.junit=${report}`];
}

function nodeTests(files, report) {
  const reporter = (name, destination) => [`--test-reporter=${name}`, `--test-reporter-destination=${destination}`];
  return ["--test", "--test-concurrency=1", ...reporter("spec", "stdout"), ...reporter("junit", report), files];
}

/**
 * Every suite of the repository, in the order in which they run.
 * `command(report)`: arguments for the pinned Node; the suite writes JUnit XML to `report`, or has `report: "none"` and counts as one test.
 * `needs`: the built portal, Chromium, Python, Redis, a server of S3, the programs of a Kubernetes cluster, those that build an image. `slow`: not part of a plain `npm test`, but of CI. `minutes`: it fails when it takes longer.
 * A suite that ends with status 77 could not run; the last line of its standard error is the reason.
 */
const suites = [
  { name: "verify", minutes: 8, needs: [], report: "none", command: () => ["tooling/verify.mjs"] },
  { name: "unit", minutes: 5, needs: [], command: (report) => vitestProject("unit", report) },
  { name: "integration", minutes: 20, needs: ["portal"], command: (report) => vitestProject("integration", report) },
  { name: "services", minutes: 12, needs: ["redis", "s3"], command: (report) => vitestProject("services", report) },
  { name: "portal", minutes: 30, needs: ["portal", "chromium"], command: (report) => ["e2e/portal/main.ts", "--junit", report] },
  {
    name: "conformance",
    minutes: 15,
    needs: ["portal", "python"],
    command: (report) => ["e2e/mlflow/conformance.ts", "--junit", report],
  },
  {
    name: "conformance-2",
    minutes: 15,
    needs: ["portal", "python"],
    command: (report) => ["e2e/mlflow/conformance.ts", "--client", "2.22", "--junit", report],
  },
  {
    name: "differential",
    minutes: 12,
    needs: ["portal", "python"],
    command: (report) => ["e2e/mlflow/differential/main.ts", "--junit", report],
  },
  { name: "signing", minutes: 8, needs: ["portal", "python"], command: (report) => nodeTests("e2e/signing/*.test.ts", report) },
  { name: "notebook", minutes: 12, needs: ["portal", "python"], command: (report) => nodeTests("e2e/notebook/*.test.ts", report) },
  { name: "launcher", minutes: 5, needs: ["python"], command: (report) => nodeTests("e2e/launcher/*.test.ts", report) },
  { name: "faults", minutes: 20, slow: true, needs: ["portal", "python"], command: (report) => nodeTests("e2e/faults/*.test.ts", report) },
  {
    name: "bench",
    minutes: 12,
    slow: true,
    needs: ["portal", "python"],
    report: "none",
    command: () => ["bench/tracking/compare.ts", "--runs", "10000", "--seconds", "2", "--calls", "5", "--points", "100000"],
  },
  { name: "image", minutes: 20, slow: true, needs: ["image"], command: (report) => nodeTests("e2e/image/*.test.ts", report) },
  {
    name: "kubernetes",
    minutes: 40,
    slow: true,
    needs: ["portal", "python", "kubernetes"],
    command: (report) => ["e2e/kubernetes/main.ts", "--junit", report],
  },
];

/** The suites that were asked for: by name, `slow` or `all`; without a wish all that are not slow. */
export function chooseSuites(asked) {
  const isAsked = {
    all: () => true,
    slow: (suite) => suite.slow,
    "": (suite) => !suite.slow,
  };
  const unknown = asked.filter((name) => !isAsked[name] && !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new StartError(`no suite is called ${unknown.join(", ")}; suites: ${suites.map(({ name }) => name).join(", ")}, slow, all`);
  const wishes = asked.length === 0 ? [""] : asked;
  return suites.filter((suite) => wishes.some((wish) => (isAsked[wish] ? isAsked[wish](suite) : wish === suite.name)));
}
