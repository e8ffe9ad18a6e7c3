type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

/** A run that people write about, for the tests of all operations. */
export async function prepareNotes(call: Call) {
  const { runId } = await call<{ runId: string }>("experiments.createRun", {});
  const comment = async () => (await call<{ commentId: string }>("experiments.addRunComment", { runId, body: "Which seed?" })).commentId;
  return { runId, kept: await comment(), doomed: await comment() };
}

export const noteInputs = (world: () => Awaited<ReturnType<typeof prepareNotes>>): Record<string, () => Input> => ({
  "experiments.getRunNote": () => ({ runId: world().runId }),
  "experiments.listRunNoteVersions": () => ({ runId: world().runId }),
  "experiments.setRunNote": () => ({ runId: world().runId, text: "Held.", basedOn: 0 }),
  "experiments.listRunComments": () => ({ runId: world().runId }),
  "experiments.addRunComment": () => ({ runId: world().runId, body: "Good." }),
  "experiments.editRunComment": () => ({ runId: world().runId, commentId: world().kept, body: "Better." }),
  "experiments.deleteRunComment": () => ({ runId: world().runId, commentId: world().doomed }),
});
