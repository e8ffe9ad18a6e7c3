import type { Repository } from "./repository.ts";

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Second copies that a third party brings along and our code never sees. */
const brought: Readonly<Record<string, string>> = {
  "fast-check@3.23.2": "prisma's command line, through effect",
  "jose@4.15.9": "next-auth's own session format, which is not used",
};

/** Each dependency has one exact version, in the manifests and in the lock file. */
export function checkVersions({ files, read }: Pick<Repository, "files" | "read">): string[] {
  const asked = new Map<string, Map<string, string[]>>();
  for (const file of files.filter((name) => /(^|\/)package\.json$/.test(name))) {
    for (const [name, version] of dependenciesOf(JSON.parse(read(file)) as Manifest)) {
      const versions = asked.get(name) ?? new Map<string, string[]>();
      asked.set(name, versions.set(version, [...(versions.get(version) ?? []), file]));
    }
  }
  const locked = files.includes("pnpm-lock.yaml") ? lockedVersions(read("pnpm-lock.yaml")) : new Map<string, string[]>();
  return [...asked].flatMap(([name, versions]) => [...inManifests(name, versions), ...inLock(name, locked.get(name) ?? [])]);
}

const dependenciesOf = (manifest: Manifest): [string, string][] =>
  [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies, manifest.peerDependencies].flatMap((group) =>
    Object.entries(group ?? {}),
  );

function inManifests(name: string, versions: ReadonlyMap<string, readonly string[]>): string[] {
  const wanted = name.startsWith("@plumbline/") ? /^workspace:\*$/ : /^\d+\.\d+\.\d+(-[\w.]+)?$/;
  const loose = [...versions]
    .filter(([version]) => !wanted.test(version))
    .map(([version, where]) => `${where.join(", ")}: ${name} "${version}" is not one exact version`);
  if (versions.size === 1) return loose;
  const list = [...versions].map(([version, where]) => `${version} in ${where.join(", ")}`).join("; ");
  return [...loose, `${name} has ${versions.size} versions: ${list}`];
}

const inLock = (name: string, versions: readonly string[]): string[] => {
  const own = versions.filter((version) => !brought[`${name}@${version}`]);
  return own.length > 1 ? [`pnpm-lock.yaml: ${name} is installed as ${own.join(" and ")}`] : [];
};

function lockedVersions(lock: string): Map<string, string[]> {
  const packages = lock.split("\npackages:\n")[1]?.split("\nsnapshots:\n")[0] ?? "";
  const versions = new Map<string, string[]>();
  for (const [, name = "", version = ""] of packages.matchAll(/^ {2}'?((?:@[^/\s]+\/)?[^@\s']+)@([^':\s]+)'?:$/gm)) {
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  return versions;
}
