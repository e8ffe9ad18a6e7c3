import { containerNames } from "../observation/objects-of-attempt.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import { commandEnv, fetchEnv, literal, placeEnv } from "./environment.ts";
import { hostsOf, rendezvousEnv } from "./rendezvous.ts";
import { commandResources, helperResources } from "./resources.ts";
import { commandSecurity, containerSecurity } from "./security.ts";
import { claimMounts, mountsOf, places, workingDirectory } from "./volumes.ts";

/** So long the nodes of a job wait for each other. */
const peersSeconds = 600;
const launcherFile = `${places.launcher}/launcher.py`;

/** The command, beneath the launcher unless the image has no Python for it. */
export function commandContainer(plan: AttemptPlan): object {
  const { command, launcher } = plan.spec;
  return {
    name: containerNames.main,
    image: plan.image,
    imagePullPolicy: "IfNotPresent",
    command: launcher ? ["python3", launcherFile, "--", ...command.map(literal)] : command.map(literal),
    workingDir: workingDirectory(plan),
    env: [...commandEnv(plan), ...rendezvousEnv(plan).filter(({ name }) => !(name in plan.plainEnv) || name.startsWith("PLUMBLINE_"))],
    resources: commandResources(plan),
    securityContext: commandSecurity(plan),
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [...mountsOf(plan), ...claimMounts(plan)],
  };
}

/** What happens before the command, in this order. */
export function initContainers(plan: AttemptPlan): object[] {
  const steps = [
    ...(plan.repository ? [{ name: containerNames.source, command: ["sh", "-c", cloneScript], env: cloneEnv(plan.repository) }] : []),
    ...(plan.files.length > 0 ? [{ name: containerNames.inputs, command: ["python3", launcherFile, "fetch"], env: fetchEnv(plan) }] : []),
    ...(plan.spec.nodes > 1 && plan.spec.launcher
      ? [{ name: containerNames.peers, command: ["python3", `${places.launcher}/peers.py`], env: peersEnv(plan) }]
      : []),
  ];
  const planMount = { name: "plan", mountPath: places.plan, readOnly: true };
  return steps.map(({ name, command, env }) => ({
    name,
    image: plan.image,
    imagePullPolicy: "IfNotPresent",
    command,
    workingDir: places.work,
    env,
    resources: helperResources(plan),
    securityContext: containerSecurity,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: name === containerNames.inputs ? [...mountsOf(plan, { isFetching: true }), planMount] : mountsOf(plan),
  }));
}

/** A commit is its own digest: git takes nothing else for it. */
const cloneScript = [
  'command -v git >/dev/null || { echo "the image has no git to fetch the source with" >&2; exit 65; }',
  'git init -q . && git fetch -q --depth 1 "$SOURCE_URL" "$SOURCE_COMMIT" && git -c advice.detachedHead=false checkout -q "$SOURCE_COMMIT"',
].join("\n");

const cloneEnv = ({ url, commit }: NonNullable<AttemptPlan["repository"]>) => [
  ...placeEnv,
  { name: "SOURCE_URL", value: url },
  { name: "SOURCE_COMMIT", value: commit },
];

const peersEnv = (plan: AttemptPlan) => [
  ...placeEnv,
  { name: "PLUMBLINE_PEERS", value: hostsOf(plan).join(",") },
  { name: "PLUMBLINE_PEERS_SECONDS", value: String(peersSeconds) },
];
