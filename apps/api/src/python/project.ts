/** What a wheel says of itself: read from pyproject.toml, so that a build by Python's own tools says the same. */
export interface PythonProject {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly requiresPython: string;
  /** Groups of entry points, each a name and the object that it leads to. */
  readonly entryPoints: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const scripts = "project.scripts";
const group = /^project\.entry-points\."(.+)"$/;

/** Reads the tables and strings that this project's file is made of; what else TOML can say is passed over. */
export function readProject(toml: string): PythonProject {
  const tables = tablesOf(toml);
  const project = tables.get("project");
  const told = (key: string): string => {
    const value = project?.get(key);
    if (value === undefined) throw new Error(`pyproject.toml says no ${key} of its project`);
    return value;
  };
  const entryPoints = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, values] of tables) {
    const of = name === scripts ? "console_scripts" : group.exec(name)?.[1];
    if (of) entryPoints.set(of, values);
  }
  return {
    name: told("name"),
    version: told("version"),
    description: told("description"),
    requiresPython: told("requires-python"),
    entryPoints,
  };
}

function tablesOf(toml: string): Map<string, Map<string, string>> {
  const tables = new Map<string, Map<string, string>>();
  let table = new Map<string, string>();
  for (const line of toml.split("\n")) {
    const header = /^\[([^[\]]+)\]$/.exec(line.trim())?.[1];
    if (header) {
      table = new Map();
      tables.set(header, table);
    }
    const { key, value } = /^(?<key>[\w.-]+) = "(?<value>[^"]*)"$/.exec(line.trim())?.groups ?? {};
    if (key !== undefined && value !== undefined) table.set(key, value);
  }
  return tables;
}
