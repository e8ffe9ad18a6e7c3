import type { RuleId } from "../rules.ts";
import { aliases, dangerousAnywhere, dangerousModules, dangerousNames } from "./dangerous-imports.ts";
import { knownImports } from "./known-imports.ts";

const byValue = /^(cloudpickle|dill)(\.|$)/;
const ownModules: ReadonlySet<string> = new Set(["__main__", "__mp_main__"]);

/** The module and each folder above it. */
function* prefixes(module: string): Generator<string> {
  for (let end = module.indexOf("."); end !== -1; end = module.indexOf(".", end + 1)) yield module.slice(0, end);
  yield module;
}

const isDangerousModule = (module: string): boolean => [...prefixes(module)].some((prefix) => dangerousModules.has(prefix));

function publicName(module: string): string {
  const [top = "", ...rest] = module.split(".");
  const alias = aliases[top];
  return alias === undefined || !Object.hasOwn(aliases, top) ? module : [alias, ...rest].join(".");
}

/** A dotted name walks through attributes, among them the modules that a module imported itself. */
const isDangerousPath = (name: string): boolean =>
  name.split(".").some((part) => dangerousAnywhere.has(part) || (dangerousModules.has(part) && part === part.toLowerCase()));

const hasDangerousName = (module: string, name: string): boolean =>
  Object.hasOwn(dangerousNames, module) && dangerousNames[module]?.has(name) === true;

const isKnown = (module: string, name: string): boolean => knownImports.some((known) => known.module.test(module) && known.name.test(name));

/** The rule that an import breaks; undefined where it is known to be harmless. */
export function judgeImport(module: string, name: string): RuleId | undefined {
  const shown = publicName(module);
  if (isDangerousModule(shown) || hasDangerousName(shown, name) || isDangerousPath(name)) return "pickle-dangerous-import";
  if (hasDangerousName(shown, name.split(".")[0] ?? "")) return "pickle-dangerous-import";
  if (byValue.test(shown)) return "pickle-code-by-value";
  if (isKnown(shown, name)) return undefined;
  return ownModules.has(shown) ? "pickle-own-code" : "pickle-unknown-import";
}
