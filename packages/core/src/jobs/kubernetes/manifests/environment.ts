import type { AttemptPlan } from "./attempt-plan.ts";
import type { EnvVariable } from "./env-variable.ts";
import { rankVariable } from "./rendezvous.ts";
import { places, workingDirectory } from "./volumes.ts";

/** What the platform's own parts of a pod need. */
const launcherSecrets = ["PLUMBLINE_TOKEN"];

/** A value from the attempt's Secret, by reference. */
const fromSecret = ({ name }: AttemptPlan, key: string): EnvVariable => ({ name: key, valueFrom: { secretKeyRef: { name, key } } });

/** Where programs find their places on a file system that is read-only elsewhere. A user without an entry in /etc/passwd needs its name said. */
export const placeEnv = [
  { name: "HOME", value: places.home },
  { name: "TMPDIR", value: places.tmp },
  { name: "USER", value: "job" },
] as const;

/** The command's variables: plain ones by value, secret ones by reference. */
export function commandEnv(plan: AttemptPlan): EnvVariable[] {
  const taken = new Set(plan.secretNames);
  const plain = Object.entries(plan.plainEnv).map(([name, value]) => ({ name, value: literal(value) }));
  return [
    ...placeEnv.filter(({ name }) => !(name in plan.plainEnv) && !taken.has(name)),
    ...plain.sort((left, right) => left.name.localeCompare(right.name)),
    ...plan.secretNames.map((name) => fromSecret(plan, name)),
    { name: "PLUMBLINE_GRACE_SECONDS", value: String(plan.graceSeconds) },
    ...(plan.maskedNames.length > 0 ? [{ name: "PLUMBLINE_MASK", value: plan.maskedNames.join(",") }] : []),
  ];
}

/** What the launcher needs to fetch the inputs and to tell of it, and nothing that is the command's. */
export const fetchEnv = (plan: AttemptPlan): EnvVariable[] => [
  ...placeEnv,
  ...["PLUMBLINE_URL", "PLUMBLINE_JOB_ID", "PLUMBLINE_ATTEMPT"].map((name) => ({ name, value: plan.plainEnv[name] ?? "" })),
  rankVariable(plan),
  ...launcherSecrets.filter((name) => plan.secretNames.includes(name)).map((name) => fromSecret(plan, name)),
  { name: "PLUMBLINE_INPUTS", value: `${places.plan}/inputs.json` },
  { name: "PLUMBLINE_INPUTS_DIR", value: workingDirectory(plan) },
];

/** Kubernetes takes `$(NAME)` in a value or a command for a variable, and `$$` for one `$`. */
export const literal = (text: string): string => text.replaceAll("$", () => "$$");
