import { parseArgs } from "node:util";
import { CannotRun, cannotRun } from "../environment.ts";
import { mlflowServer } from "../mlflow-server.ts";
import { leaveRunning, plumbline } from "../plumbline.ts";
import { compare, type Verdict } from "./compare.ts";
import { differences } from "./deliberate.ts";
import { writeJunit, writeTranscript } from "./reports.ts";
import { type Scenario, Server, type Step } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";
import type { Target } from "./wire.ts";

// --junit FILE         one test case for each request
// --only TEXT          the scenarios whose name holds it
// --reference URL      an MLflow server that runs already (with --enable-workspaces)
// --against mlflow     compare two MLflow servers: whatever differs is a fault of the normaliser
// --transcript FILE    every request with the reference's answer
const { values } = parseArgs({
  options: {
    junit: { type: "string" },
    only: { type: "string", default: "" },
    reference: { type: "string" },
    against: { type: "string", default: "plumbline" },
    transcript: { type: "string" },
  },
});

interface Side {
  target: Target;
  stop: () => Promise<void>;
}

interface Played {
  name: string;
  reference: readonly Step[];
  subject: readonly Step[];
}

const salt = Date.now().toString(36);
const isItself = values.against === "mlflow";

async function mlflow(url?: string): Promise<Side> {
  if (url !== undefined) return { target: { name: "MLflow", url, headers: {} }, stop: leaveRunning };
  const server = await mlflowServer({ workspaces: true });
  return { target: { name: "MLflow", url: server.url, headers: {} }, stop: server.stop };
}

async function ours(): Promise<Side> {
  const { url, token, stop } = await plumbline();
  return { target: { name: "Plumbline", url, headers: { authorization: `Bearer ${token}` } }, stop };
}

async function play(target: Target, { play: script }: Scenario): Promise<Step[]> {
  const server = new Server(target, salt);
  await script(server);
  return server.steps;
}

async function playAll(reference: Target, subject: Target): Promise<Played[]> {
  const played: Played[] = [];
  for (const scenario of scenarios.filter(({ name }) => name.includes(values.only))) {
    const [theirs, mine] = await Promise.all([play(reference, scenario), play(subject, scenario)]);
    played.push({ name: scenario.name, reference: theirs, subject: mine });
  }
  return played;
}

/** A difference that nothing shows any more is a wrong statement about the product. */
function unseen(verdicts: readonly Verdict[]): Verdict[] {
  if (isItself || values.only !== "") return [];
  const seen = new Set(verdicts.map(({ difference }) => difference));
  return differences
    .filter((difference) => !seen.has(difference))
    .map(({ reason, steps }) => ({
      scenario: "deliberate differences",
      label: reason,
      outcome: "different",
      detail: `not seen: ${steps.join(", ")}`,
    }));
}

function report(verdicts: readonly Verdict[]): number {
  const count = (outcome: Verdict["outcome"]) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  for (const { scenario, label, detail } of verdicts.filter(({ outcome }) => outcome === "different")) {
    console.log(`DIFFERENT ${scenario} > ${label}\n  ${detail.replaceAll("\n", "\n  ")}`);
  }
  console.log(
    `${verdicts.length} requests: ${count("same")} the same, ${count("deliberate")} deliberately different, ${count("different")} different`,
  );
  return count("different");
}

async function startBoth(): Promise<[Side, Side]> {
  const started = await Promise.allSettled([mlflow(values.reference), isItself ? mlflow() : ours()]);
  const [reference, subject] = started;
  if (reference.status === "fulfilled" && subject.status === "fulfilled") return [reference.value, subject.value];
  for (const side of started) if (side.status === "fulfilled") await side.value.stop();
  throw started.find((side) => side.status === "rejected")?.reason;
}

async function main(): Promise<number> {
  const [reference, subject] = await startBoth();
  try {
    const played = await playAll(reference.target, subject.target);
    const verdicts = played.flatMap(({ name, ...sides }) => compare({ scenario: name, ...sides }, !isItself));
    const all = [...verdicts, ...unseen(verdicts)];
    if (values.junit !== undefined) writeJunit(values.junit, all);
    if (values.transcript !== undefined) writeTranscript(values.transcript, played);
    return report(all) === 0 ? 0 : 1;
  } finally {
    await Promise.all([subject.stop(), reference.stop()]);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exitCode = cannotRun;
}
