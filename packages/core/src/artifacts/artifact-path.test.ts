import { expect, test } from "vitest";
import { checkArtifactPath, checkDirectoryPath } from "./artifact-path.ts";

test("slashes at the end are dropped, however many", () => {
  expect(checkArtifactPath(`0/r/artifacts/x${"/".repeat(1_000_000)}`)).toBe("0/r/artifacts/x");
});

test.each([checkArtifactPath, checkDirectoryPath])("slashes that something follows are refused at once", (check) => {
  expect(() => check(`a${"/".repeat(1_000_000)}x`)).toThrow(/must be relative/);
});
