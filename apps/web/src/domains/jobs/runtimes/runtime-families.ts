import type { TrainingRuntime } from "@plumbline/contracts/jobs/runtime";

/** All versions of one runtime, the newest first. */
export interface RuntimeFamily {
  name: string;
  newest: TrainingRuntime;
  versions: readonly TrainingRuntime[];
  isRetired: boolean;
  jobs: number;
}

/** Runtimes by their name, those that may still be named first. */
export function familiesOf(runtimes: readonly TrainingRuntime[]): RuntimeFamily[] {
  const byName = Map.groupBy(runtimes, ({ name }) => name);
  const families = [...byName].flatMap(([name, all]): RuntimeFamily[] => {
    const versions = [...all].sort((a, b) => b.version - a.version);
    const [newest] = versions;
    if (!newest) return [];
    const isRetired = versions.every(({ retiredAt }) => retiredAt !== null);
    return [{ name, newest, versions, isRetired, jobs: versions.reduce((sum, { jobs }) => sum + jobs, 0) }];
  });
  return families.sort((a, b) => Number(a.isRetired) - Number(b.isRetired) || a.name.localeCompare(b.name, "en"));
}

export const acceleratorWords: Readonly<Record<TrainingRuntime["accelerators"][number], string>> = {
  none: "CPU",
  nvidia: "NVIDIA",
  amd: "AMD",
};

/** What a runtime runs on, in words. */
export const acceleratorsText = ({ accelerators }: Pick<TrainingRuntime, "accelerators">): string =>
  accelerators.map((one) => acceleratorWords[one]).join(", ");

export interface PackageChange {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** The name that a requirement begins with, as pip compares them. */
const packageName = (requirement: string): string =>
  (/^[\w.-]+/.exec(requirement)?.[0] ?? requirement).toLowerCase().replaceAll(/[-_.]+/g, "-");

/** Which packages a version changed against the one before. */
export function packageChanges(before: readonly string[], after: readonly string[]): PackageChange[] {
  const old = new Map(before.map((text) => [packageName(text), text]));
  const now = new Map(after.map((text) => [packageName(text), text]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort((a, b) => a.localeCompare(b, "en"))
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
    .filter((change) => change.before !== change.after);
}
