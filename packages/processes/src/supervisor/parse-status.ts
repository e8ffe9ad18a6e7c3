import type { StatusReport } from "../process-runner.ts";

type Said = Omit<StatusReport, "at">;

const mostPathCharacters = 500;
const mostSeconds = 1e9;

const isAmount = (value: unknown): value is number => typeof value === "number" && value >= 0 && Number.isFinite(value);
const isCheckpoint = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const { path, step } = value as Record<string, unknown>;
  return (
    typeof path === "string" &&
    path !== "" &&
    path.length <= mostPathCharacters &&
    (step === undefined || (isAmount(step) && Number.isSafeInteger(step)))
  );
};

const checks: Readonly<Record<keyof Said, (value: unknown) => boolean>> = {
  progress: (value) => isAmount(value) && value <= 1,
  message: (value) => typeof value === "string",
  checkpoint: isCheckpoint,
  remainingSeconds: (value) => isAmount(value) && value <= mostSeconds,
};

/** What a program wrote into its status file; undefined when it is not what was agreed upon. What is not known is left out. */
export function parseStatus(text: string): Said | undefined {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const said: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks)) {
    const field = (value as Record<string, unknown>)[name];
    if (field === undefined || field === null) continue;
    if (!check(field)) return undefined;
    said[name] = field;
  }
  return said;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
