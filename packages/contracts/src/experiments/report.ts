import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";

/** Characters of a report. */
export const reportTextMax = 100_000;
/** Reports that one person or account may keep in a workspace. */
export const reportsMax = 500;
/** Versions of a report that are kept; older ones go. */
export const reportVersionsMax = 500;

export const ReportSummary = z.object({
  reportId: z.string(),
  title: z.string(),
  /** Everybody in the workspace sees a shared report; any other only its owner. */
  isShared: z.boolean(),
  owner: Actor,
  /** Counts up with each change. */
  revision: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: Actor,
  /** Whether the caller may change and delete it. */
  isEditable: z.boolean(),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

/** Markdown with blocks of runs; what they show is read when the report is looked at. */
export const Report = ReportSummary.extend({ text: z.string() });
export type Report = z.infer<typeof Report>;

export const ReportVersion = z.object({ revision: z.int(), title: z.string(), text: z.string(), author: Actor, at: Instant });
export type ReportVersion = z.infer<typeof ReportVersion>;

const Title = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, "cannot hold control characters");
const Text = z
  .string()
  .max(reportTextMax)
  .refine((text) => text.isWellFormed() && !text.includes("\0"), "cannot hold the character NUL or half of a surrogate pair");
const ReportRef = z.object({ reportId: z.uuid() });

export const listReports = operation({
  id: "experiments.listReports",
  method: "GET",
  path: "/reports",
  summary: "Lists the caller's own and the shared reports, those changed last first.",
  query: PageQuery,
  response: pageOf(ReportSummary),
  permission: "run:read",
  audit: reading,
});

export const createReport = operation({
  id: "experiments.createReport",
  method: "POST",
  path: "/reports",
  summary: "Writes a report, private or shared with the workspace.",
  body: z.object({ title: Title, text: Text.default(""), isShared: z.boolean().default(false) }),
  response: Report,
  permission: "view:self",
  audit: "experiments.report.create",
  idempotent: true,
});

export const getReport = operation({
  id: "experiments.getReport",
  method: "GET",
  path: "/reports/:reportId",
  summary: "Returns a report; somebody else's private one does not exist for the caller.",
  params: ReportRef,
  response: Report,
  permission: "run:read",
  audit: reading,
});

export const updateReport = operation({
  id: "experiments.updateReport",
  method: "PATCH",
  path: "/reports/:reportId",
  summary: "Changes a report's title, text or whether it is shared; refused where somebody else changed it meanwhile.",
  params: ReportRef,
  body: z.object({
    /** The revision that was edited. */
    basedOn: z.int().min(1),
    title: Title.optional(),
    text: Text.optional(),
    isShared: z.boolean().optional(),
  }),
  response: Report,
  permission: "view:self",
  audit: "experiments.report.update",
});

export const listReportVersions = operation({
  id: "experiments.listReportVersions",
  method: "GET",
  path: "/reports/:reportId/versions",
  summary: "Lists what a report said before, newest first, the present text included.",
  params: ReportRef,
  query: PageQuery,
  response: pageOf(ReportVersion),
  permission: "run:read",
  audit: reading,
});

export const deleteReport = operation({
  id: "experiments.deleteReport",
  method: "DELETE",
  path: "/reports/:reportId",
  summary: "Deletes a report with its versions.",
  params: ReportRef,
  response: Empty,
  permission: "view:self",
  audit: "experiments.report.delete",
});

export const reportOperations = [listReports, createReport, getReport, updateReport, listReportVersions, deleteReport] as const;
