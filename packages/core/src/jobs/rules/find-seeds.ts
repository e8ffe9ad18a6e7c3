import type { JobSpec } from "@plumbline/contracts/jobs/spec";

const variable = /(^|_)SEED$|^PYTHONHASHSEED$/i;
const option = /^--?(?:[\w-]+[-_])?(?:seed|random[-_]state)(?:=(.+))?$/i;

/** Seeds that a spec itself gives, by the name of the variable or option. */
export function findSeeds({ env, command }: Pick<JobSpec, "env" | "command">): Record<string, string> {
  const ofEnv = Object.entries(env).filter(([name]) => variable.test(name));
  const ofCommand = command.flatMap((argument, index): [string, string][] => {
    const [, given] = option.exec(argument) ?? [];
    const value = given ?? command[index + 1];
    return option.test(argument) && value !== undefined ? [[argument.replace(/=.*/, ""), value]] : [];
  });
  return Object.fromEntries([...ofEnv, ...ofCommand]);
}
