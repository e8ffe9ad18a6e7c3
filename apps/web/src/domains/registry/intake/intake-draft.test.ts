import { expect, test } from "vitest";
import { createInput, draftProblems, emptyDraft } from "./intake-draft.ts";

test("a draft says what is wrong with it before it is sent", () => {
  expect(draftProblems(emptyDraft)).toEqual({ name: "A model needs a name." });
  expect(draftProblems({ ...emptyDraft, name: "risk/2" }).name).toContain("cannot hold / or :");
  const dependencies = [
    { direction: "upstream" as const, kind: "dataset", name: "loans" },
    { direction: "downstream" as const, kind: "", name: " " },
  ];
  const external = { ...emptyDraft, name: "bureau", kind: "external" as const, dependencies };
  expect(draftProblems(external)).toEqual({ vendor: "Say who runs it.", dependencies: "Name dependency 2, or take it out." });
});

test("what was left out is sent as not known, and a vendor only for what a vendor runs", () => {
  const input = createInput({ ...emptyDraft, name: " default-risk ", vendor: "Somebody", purpose: " Decide " });
  expect(input).toMatchObject({ name: "default-risk", tier: null, businessOwnerId: null, vendor: "", purpose: "Decide" });
  expect(createInput({ ...emptyDraft, name: "bureau", kind: "external", vendor: " Bureau Ltd " }).vendor).toBe("Bureau Ltd");
});
