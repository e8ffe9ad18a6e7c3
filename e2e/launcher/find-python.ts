import { execFileSync } from "node:child_process";

const interpreters = ["python3.11", "python3.12", "python3.13", "python3.14", "python3"];

/** The launcher asks for less than other suites do. */
export function findPython(): string {
  const found = interpreters.find((name) => {
    try {
      execFileSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error("no Python 3.8 or newer was found (on Debian: apt-get install python3)");
  return found;
}
