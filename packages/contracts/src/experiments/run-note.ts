import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { RunRef } from "./run.ts";

/** What the tag `mlflow.note.content`, which holds the note, may have at most. */
export const runNoteMax = 8000;
/** Versions of a run's note that are kept; older ones go. */
export const runNoteVersionsMax = 1000;
export const runCommentMax = 10_000;
/** Comments on one run. */
export const runCommentsMax = 1000;

/** Markdown. `author` is null where a client logged it as the tag `mlflow.note.content`. */
export const RunNoteVersion = z.object({ version: z.int(), text: z.string(), author: Actor.nullable(), at: Instant });
export type RunNoteVersion = z.infer<typeof RunNoteVersion>;

/** `version` is 0, without author and instant, while nobody wrote a note. */
export const RunNote = RunNoteVersion.extend({ at: Instant.nullable() });
export type RunNote = z.infer<typeof RunNote>;

export const getRunNote = operation({
  id: "experiments.getRunNote",
  method: "GET",
  path: "/runs/:runId/note",
  summary: "Returns the note of a run, which clients of MLflow know as its description.",
  params: RunRef,
  response: RunNote,
  permission: "run:read",
  audit: reading,
});

export const listRunNoteVersions = operation({
  id: "experiments.listRunNoteVersions",
  method: "GET",
  path: "/runs/:runId/note/versions",
  summary: "Lists what a run's note said before, newest first, the present text included.",
  params: RunRef,
  query: PageQuery,
  response: pageOf(RunNoteVersion),
  permission: "run:read",
  audit: reading,
});

export const setRunNote = operation({
  id: "experiments.setRunNote",
  method: "PUT",
  path: "/runs/:runId/note",
  summary: "Writes the note of a run as its next version; refused where somebody else wrote meanwhile.",
  params: RunRef,
  /** `basedOn`: the version that was edited; 0 where there was none. */
  body: z.object({ text: z.string().max(runNoteMax), basedOn: z.int().min(0) }),
  response: RunNote,
  permission: "run:write",
  audit: "experiments.run.set-note",
});

export const RunComment = z.object({
  commentId: z.string(),
  author: Actor,
  body: z.string(),
  mentions: z.array(Actor),
  at: Instant,
  editedAt: Instant.nullable(),
  /** Whether the caller may change and delete it. */
  isOwn: z.boolean(),
});
export type RunComment = z.infer<typeof RunComment>;

const CommentRef = RunRef.extend({ commentId: z.uuid() });
const CommentInput = z.object({
  body: z.string().trim().min(1).max(runCommentMax),
  /** Members who are told of it. */
  mentions: z.array(z.uuid()).max(50).default([]),
});

export const listRunComments = operation({
  id: "experiments.listRunComments",
  method: "GET",
  path: "/runs/:runId/comments",
  summary: "Lists the comments on a run, newest first.",
  params: RunRef,
  query: PageQuery,
  response: pageOf(RunComment),
  permission: "run:read",
  audit: reading,
});

export const addRunComment = operation({
  id: "experiments.addRunComment",
  method: "POST",
  path: "/runs/:runId/comments",
  summary: "Comments on a run; whoever is mentioned, made the run or commented before is told.",
  params: RunRef,
  body: CommentInput,
  response: RunComment,
  permission: "run:comment",
  audit: "experiments.run-comment.create",
  idempotent: true,
});

export const editRunComment = operation({
  id: "experiments.editRunComment",
  method: "PATCH",
  path: "/runs/:runId/comments/:commentId",
  summary: "Changes a comment of the caller's own; whoever is newly mentioned is told.",
  params: CommentRef,
  body: CommentInput,
  response: RunComment,
  permission: "run:comment",
  audit: "experiments.run-comment.update",
});

export const deleteRunComment = operation({
  id: "experiments.deleteRunComment",
  method: "DELETE",
  path: "/runs/:runId/comments/:commentId",
  summary: "Deletes a comment of the caller's own.",
  params: CommentRef,
  response: Empty,
  permission: "run:comment",
  audit: "experiments.run-comment.delete",
});

export const runNoteOperations = [
  getRunNote,
  listRunNoteVersions,
  setRunNote,
  listRunComments,
  addRunComment,
  editRunComment,
  deleteRunComment,
] as const;
