type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

/** A run that people write about, and reports, for the tests of all operations. */
export async function prepareNotes(call: Call) {
  const { runId } = await call<{ runId: string }>("experiments.createRun", {});
  const comment = async () => (await call<{ commentId: string }>("experiments.addRunComment", { runId, body: "Which seed?" })).commentId;
  const report = async () => (await call<{ reportId: string }>("experiments.createReport", { title: "Sweep" })).reportId;
  return { runId, kept: await comment(), doomed: await comment(), report: await report(), doomedReport: await report() };
}

export const noteInputs = (world: () => Awaited<ReturnType<typeof prepareNotes>>): Record<string, () => Input> => ({
  "experiments.getRunNote": () => ({ runId: world().runId }),
  "experiments.listRunNoteVersions": () => ({ runId: world().runId }),
  "experiments.setRunNote": () => ({ runId: world().runId, text: "Held.", basedOn: 0 }),
  "experiments.listRunComments": () => ({ runId: world().runId }),
  "experiments.addRunComment": () => ({ runId: world().runId, body: "Good." }),
  "experiments.editRunComment": () => ({ runId: world().runId, commentId: world().kept, body: "Better." }),
  "experiments.listReports": () => ({}),
  "experiments.createReport": () => ({ title: "Sweep", text: "# Sweep", isShared: true }),
  "experiments.getReport": () => ({ reportId: world().report }),
  "experiments.updateReport": () => ({ reportId: world().report, basedOn: 1, text: "# More" }),
  "experiments.listReportVersions": () => ({ reportId: world().report }),
  "experiments.deleteReport": () => ({ reportId: world().doomedReport }),
  "experiments.deleteRunComment": () => ({ runId: world().runId, commentId: world().doomed }),
});
