import { type JobSpec, secondsOfDuration } from "@plumbline/contracts/jobs/spec";
import { type Launch, LaunchRefused } from "../../executors/executor.ts";
import type { Site, SiteFlavour } from "./site.ts";
import { findSiteFlavour } from "./site-flavour.ts";

/** Everything that the objects of an attempt are made from, but for secret values: what is not here cannot get into a Job. */
export interface AttemptPlan {
  readonly name: string;
  readonly workspaceId: number;
  readonly workspace: string;
  readonly jobId: string;
  readonly title: string;
  readonly attempt: number;
  readonly image: string;
  readonly spec: JobSpec;
  readonly site: Site;
  readonly flavour: SiteFlavour | null;
  /** Variables whose values anybody may read who may read the Job. */
  readonly plainEnv: Readonly<Record<string, string>>;
  /** Names of the variables that come from the attempt's Secret. */
  readonly secretNames: readonly string[];
  /** Of them, those whose values the log masks: what people keep as secrets. */
  readonly maskedNames: readonly string[];
  readonly files: readonly PlannedFile[];
  /** Code that is cloned, not downloaded. */
  readonly repository: { readonly url: string; readonly commit: string; readonly directory: string | null } | null;
  readonly graceSeconds: number;
  readonly timeLimitSeconds: number;
  readonly usesRdma: boolean;
}

/** What the launcher downloads before the command runs. `url` is below the platform's address. */
export interface PlannedFile {
  readonly url: string;
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number | null;
  readonly extract: boolean;
}

/** Grace of jobs that keep no checkpoint. */
const plainGraceSeconds = 30;

/** Separates what may be seen from what may not. Throws LaunchRefused where a cluster cannot carry such a job. */
export function planAttempt(launch: Launch, site: Site): { plan: AttemptPlan; secretValues: Readonly<Record<string, string>> } {
  const image = launch.resolved.runtime?.image ?? launch.resolved.image;
  if (!image) throw new LaunchRefused("On a cluster a job needs an image, or a training runtime that has one.");
  const secretValues = { ...secretsIn(launch), ...launch.secrets };
  const env = withPlatformAddress(launch.env, site.settings.platformUrl);
  const isSecret = (name: string): boolean => name in secretValues;
  const source = launch.spec.source;
  const plan: AttemptPlan = {
    name: launch.name,
    workspaceId: launch.workspaceId,
    workspace: launch.workspace,
    jobId: launch.jobId,
    title: launch.title,
    attempt: launch.attempt,
    image,
    spec: launch.spec,
    site,
    flavour: findSiteFlavour(launch, site),
    plainEnv: Object.fromEntries(Object.entries(env).filter(([name]) => !isSecret(name))),
    secretNames: Object.keys(secretValues).sort(),
    maskedNames: Object.keys(launch.secrets).sort(),
    files: filesOf(launch),
    repository: source && "git" in source ? { ...source.git, directory: source.git.directory ?? null } : null,
    graceSeconds: launch.spec.checkpoint?.graceSeconds ?? plainGraceSeconds,
    timeLimitSeconds: secondsOfDuration(launch.spec.timeLimit),
    usesRdma: usesRdma(launch, site),
  };
  return { plan, secretValues };
}

/** The attempt's token, under whatever names the environment has it. */
const secretsIn = ({ env, token }: Launch): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => token !== "" && value.includes(token)));

/** A cluster may reach the platform at another address than this machine does. */
function withPlatformAddress(env: Readonly<Record<string, string>>, platformUrl: string | null): Readonly<Record<string, string>> {
  const before = env.PLUMBLINE_URL;
  if (platformUrl === null || before === undefined) return env;
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value === before ? platformUrl : value]));
}

function filesOf({ spec, resolved, inputs, resumeFrom }: Launch): PlannedFile[] {
  const { source } = resolved;
  const archive = spec.source && "archive" in spec.source ? spec.source.archive : undefined;
  const code =
    archive === undefined
      ? []
      : [{ url: `/api/v1/job-sources/${archive}`, path: "", sha256: archive, sizeBytes: source.sizeBytes, extract: true }];
  const given = [...inputs, ...(resumeFrom?.files ?? [])];
  return [...code, ...given.map(({ urlPath, path, sha256, sizeBytes }) => ({ url: urlPath, path, sha256, sizeBytes, extract: false }))];
}

/** Memory access between nodes needs a device and a capability: it is given only where it was approved, and has a use. */
function usesRdma({ spec, workspace }: Launch, { settings }: Site): boolean {
  return spec.nodes > 1 && spec.resources.gpus !== undefined && (settings.rdma?.workspaces.includes(workspace) ?? false);
}
