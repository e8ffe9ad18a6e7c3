import { expect, test } from "vitest";
import { ownerName, ownTags } from "./run-facts.ts";

test("an owner is shown by name, or by the beginning of an id that has no name", () => {
  const owners = ["Ada Lovelace", "nightly", "system", "3f2b8c1e-9a4d-4e7f-8b6a-0c1d2e3f4a5b"];
  expect(owners.map((owner) => ownerName({ owner }))).toEqual(["Ada Lovelace", "nightly", "system", "3f2b8c1e"]);
});

test("tags that people set are told from those of the client and its plugin", () => {
  const tags = ["mlflow.user", "plumbline.seed", "plumbline", "team"].map((key) => ({ key, value: "x" }));
  expect(ownTags({ tags }).map(({ key }) => key)).toEqual(["plumbline", "team"]);
});
