import { expect, test } from "vitest";
import { paths } from "./paths.ts";

test("a model's name is one part of the address, whatever letters it has", () => {
  expect(paths.model("main", "default risk?")).toBe("/w/main/models/default%20risk%3F");
  expect(paths.version("main", { model: "a#b", version: 3 }, "files")).toBe("/w/main/models/a%23b/3/files");
});

test("a model that is named like a page beside it has a page of its own", () => {
  expect(paths.model("main", "inventory")).not.toBe(paths.inventory("main"));
  expect(paths.model("main", "new")).not.toBe(paths.intake("main"));
  expect(paths.model("main", "inventory")).toBe("/w/main/models/inventory/overview");
});
