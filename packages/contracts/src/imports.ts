import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Instant, PageQuery, pageOf } from "./page.ts";
import { Actor } from "./registry/model.ts";

/** `interrupted`: it stopped by itself and says why; what was brought stays, and running it again goes on from there. */
export const ImportState = z.enum(["queued", "running", "done", "interrupted", "cancelled"]);
export type ImportState = z.infer<typeof ImportState>;

/** What an import brings, in the order of its report. */
export const importKinds = [
  "experiments",
  "runs",
  "points",
  "params",
  "tags",
  "inputs",
  "loggedModels",
  "artifacts",
  "models",
  "versions",
] as const;
export type ImportKind = (typeof importKinds)[number];

/** `source`: read at the source so far. `brought`: written by this import. `unchanged`: here already, as it is there. `leftOut`: could not be brought. */
export const ImportCount = z.object({ source: z.int(), brought: z.int(), unchanged: z.int(), leftOut: z.int() });
export type ImportCount = z.infer<typeof ImportCount>;
const Counts = z.record(z.enum(importKinds), ImportCount);
export type ImportCounts = z.infer<typeof Counts>;

/** Both sides read again at the end. A checksum is the sum of the digests of all that was compared, hex. */
export const ImportCheck = z.object({
  kind: z.enum(["runs", "points", "artifacts", "versions"]),
  compared: z.int(),
  equal: z.int(),
  sourceChecksum: z.string(),
  checksum: z.string(),
});
export type ImportCheck = z.infer<typeof ImportCheck>;

export const ImportProgress = z.object({
  phase: z.enum(["waiting", "reading", "experiments", "runs", "registry", "verifying", "ended"]),
  /** What is being done, for people. */
  message: z.string(),
  /** Runs while runs are brought or verified. */
  done: z.int(),
  total: z.int(),
  /** Of the last minute; null while nothing can be said. */
  ratePerSecond: z.number().nullable(),
  remainingSeconds: z.int().nullable(),
});
export type ImportProgress = z.infer<typeof ImportProgress>;

export const importAddressMax = 2000;
/** How the platform signs in at the source. Secrets are kept sealed, and never given back. */
export const SignIn = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("password"), user: z.string().min(1).max(500), password: z.string().min(1).max(5000) }),
  z.object({ kind: z.literal("token"), token: z.string().min(1).max(10_000) }),
]);
export type SignIn = z.infer<typeof SignIn>;

const ExperimentNames = z.array(z.string().min(1).max(500)).min(1).max(1000);

export const Import = z.object({
  id: z.uuid(),
  address: z.string(),
  /** It only looks and counts; nothing is brought. */
  isPreview: z.boolean(),
  state: ImportState,
  /** Of one that is done: whether everything was brought and found equal. */
  isComplete: z.boolean().nullable(),
  /** Why it was interrupted. */
  failure: z.string().nullable(),
  signIn: z.enum(["none", "password", "token"]),
  /** Names of the experiments that were asked for; null for all, with the model registry. */
  experiments: ExperimentNames.nullable(),
  /** As the source says: `3.17.2`. */
  sourceVersion: z.string().nullable(),
  progress: ImportProgress,
  counts: Counts,
  checks: z.array(ImportCheck),
  /** Things that are not here as they are there. */
  problems: z.int(),
  /** Things that are here in another way, as they have to be: a stage, a name that was taken. */
  notes: z.int(),
  requestedBy: Actor,
  requestedAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type Import = z.infer<typeof Import>;

/** Something that is not here as it is at the source, with the reason. Not a loss: it is here in another way, as it has to be. */
export const ImportProblem = z.object({ kind: z.string(), subject: z.string(), reason: z.string(), isLoss: z.boolean() });
export type ImportProblem = z.infer<typeof ImportProblem>;

const ImportRef = z.object({ importId: z.uuid() });

export const startImport = operation({
  id: "imports.startImport",
  method: "POST",
  path: "/imports",
  summary: "Brings what an MLflow server holds into this workspace, or with `isPreview` only counts it.",
  body: z.object({
    address: z.string().trim().min(1).max(importAddressMax),
    signIn: SignIn.default({ kind: "none" }),
    experiments: ExperimentNames.optional(),
    isPreview: z.boolean().default(false),
  }),
  response: Import,
  permission: "import:run",
  audit: "imports.import.start",
});

export const runImport = operation({
  id: "imports.runImport",
  method: "POST",
  path: "/imports/:importId/run",
  summary: "Begins what a preview counted, goes on with an import that stopped, or brings what is new since one was done.",
  params: ImportRef,
  body: z.object({ experiments: ExperimentNames.nullable().optional(), signIn: SignIn.optional() }),
  response: Import,
  permission: "import:run",
  audit: "imports.import.run",
});

export const cancelImport = operation({
  id: "imports.cancelImport",
  method: "POST",
  path: "/imports/:importId/cancel",
  summary: "Stops an import. What it brought stays.",
  params: ImportRef,
  response: Import,
  permission: "import:run",
  audit: "imports.import.cancel",
});

export const listImports = operation({
  id: "imports.listImports",
  method: "GET",
  path: "/imports",
  summary: "Lists imports of the workspace, newest first.",
  query: PageQuery,
  response: pageOf(Import),
  permission: "import:read",
  audit: reading,
});

export const getImport = operation({
  id: "imports.getImport",
  method: "GET",
  path: "/imports/:importId",
  summary: "Returns an import with its progress, counts and checksums.",
  params: ImportRef,
  response: Import,
  permission: "import:read",
  audit: reading,
});

export const listImportProblems = operation({
  id: "imports.listImportProblems",
  method: "GET",
  path: "/imports/:importId/problems",
  summary: "Lists what an import did not bring, or not as it was, with the reasons.",
  params: ImportRef,
  query: PageQuery,
  response: pageOf(ImportProblem),
  permission: "import:read",
  audit: reading,
});

export const importOperations = [startImport, runImport, cancelImport, listImports, getImport, listImportProblems] as const;
