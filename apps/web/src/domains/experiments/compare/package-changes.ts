/** A package that two environments have not alike. */
export interface PackageChange {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

export interface PackageDifference {
  changed: PackageChange[];
  sameCount: number;
}

/** What was added, removed and changed between two requirements files, by name. */
export function packageDifference(before: string, after: string): PackageDifference {
  const [old, now] = [versionsOf(before), versionsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort((one, other) => one.localeCompare(other, "en"));
  const changed = names
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
    .filter((change) => change.before !== change.after);
  return { changed, sameCount: names.length - changed.length };
}

/** Versions by the name that package indexes know: case, points and underscores make no difference there. */
function versionsOf(requirements: string): Map<string, string> {
  const versions = new Map<string, string>();
  for (const line of requirements.split("\n")) {
    const text = line.replace(/(^|\s)#.*$/, "").trim();
    const match = /^([\w.-]+)(?:\[[^\]]*\])?\s*(.*)$/.exec(text);
    if (!match?.[1] || text.startsWith("-")) continue;
    const name = match[1].toLowerCase().replace(/[._-]+/g, "-");
    versions.set(name, (match[2] ?? "").replace(/^==\s*/, "").trim() || "any version");
  }
  return versions;
}

/** The version of Python that a file of a logged environment names. */
export function pythonOf(pythonEnv: string | undefined): string | undefined {
  return /^python:\s*["']?([\d.]+)/m.exec(pythonEnv ?? "")?.[1];
}
