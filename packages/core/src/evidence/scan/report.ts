import { z } from "zod";

const Severity = z.enum(["info", "unknown", "suspicious", "dangerous"]);
export type Severity = z.infer<typeof Severity>;

const Verdict = z.enum(["clean", "unknown", "suspicious", "dangerous"]);
export type Verdict = z.infer<typeof Verdict>;

/** `where` names the member of an archive, if it is one, and the byte. */
const ScanFinding = z.object({ severity: Severity, rule: z.string(), where: z.string(), detail: z.string() });
export type ScanFinding = z.infer<typeof ScanFinding>;

/** `sha256` is of the whole file, in hexadecimal. */
const ScannedFile = z.object({
  path: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  sha256: z.string(),
  format: z.string(),
  verdict: Verdict,
  findings: z.array(ScanFinding),
});
export type ScannedFile = z.infer<typeof ScannedFile>;

/** What a file of the version asks to be installed; `specifier` is empty where any version will do. */
const ScannedDependency = z.object({ name: z.string(), specifier: z.string(), source: z.string() });
export type ScannedDependency = z.infer<typeof ScannedDependency>;

const Count = z.number().int().nonnegative();

/** What is known of a version's files without having loaded any of them. */
export const ScanReport = z.object({
  files: z.array(ScannedFile),
  dependencies: z.array(ScannedDependency),
  summary: z.object({
    files: Count,
    clean: Count,
    unknown: Count,
    suspicious: Count,
    dangerous: Count,
    findings: Count,
    dependencies: Count,
  }),
});
export type ScanReport = z.infer<typeof ScanReport>;
