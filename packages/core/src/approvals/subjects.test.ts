import { expect, test } from "vitest";
import type { Ctx } from "../kernel/index.ts";
import { registerEvidenceReader, registerSubject } from "./index.ts";
import { handlerOf, readEvidence, type SubjectFacts } from "./subjects.ts";

test("a subject that no slice has registered is refused instead of let through", () => {
  expect(() => handlerOf("unheard-of")).toThrow('no slice has registered the subject "unheard-of"');
  const handler = {
    kind: "heard-of",
    resolve: () => Promise.resolve(undefined),
    find: () => Promise.resolve(undefined),
    apply: () => Promise.resolve(),
  };
  registerSubject(handler);
  expect(handlerOf("heard-of")).toBe(handler);
});

test("without a reader of evidence nothing can be decided", async () => {
  expect(() => readEvidence({} as Ctx, {} as SubjectFacts)).toThrow("registerEvidenceReader");
  registerEvidenceReader(() => Promise.resolve([]));
  expect(await readEvidence({} as Ctx, {} as SubjectFacts)).toEqual([]);
});
