import { execFileSync } from "node:child_process";
import { TestClusterError } from "../test-cluster-error.ts";

export interface Python {
  readonly executable: string;
  /** Folders of its standard library, of which the second holds the compiled modules. */
  readonly library: readonly [string, string];
  /** Such as `python3.11`. */
  readonly name: string;
}

const question = [
  "import json, os, sys, sysconfig",
  "sys.exit(1) if sys.version_info < (3, 11) else None",
  "paths = [sysconfig.get_path('stdlib'), sysconfig.get_config_var('DESTSHARED')]",
  "print(json.dumps({'executable': os.path.realpath(sys.executable), 'library': paths, 'name': 'python%d.%d' % sys.version_info[:2]}))",
].join("\n");

/** The first Python of the machine that is new enough. */
export function python(): Python {
  for (const name of ["python3.11", "python3.12", "python3.13", "python3.14", "python3"]) {
    try {
      return JSON.parse(execFileSync(name, ["-c", question], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as Python;
    } catch {
      // The next one may be there.
    }
  }
  throw new TestClusterError("no Python 3.11 or newer was found");
}
