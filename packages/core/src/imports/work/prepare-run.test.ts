import { expect, test } from "vitest";
import { RunPage } from "../source/entities.ts";
import { prepareRun, whyRunRefused } from "./prepare-run.ts";

const runOf = (of: { info?: object; data?: object; inputs?: object }) => {
  const info = { run_id: "abc", experiment_id: "1", status: "FINISHED", ...of.info };
  const [run] = RunPage.parse({ runs: [{ ...of, info }] }).runs;
  if (!run) throw new Error("no run");
  return run;
};

test("name and user come from tags where the source says them there alone", () => {
  const tags = [
    { key: "mlflow.runName", value: "named" },
    { key: "mlflow.user", value: "ada" },
  ];
  expect(prepareRun(runOf({ data: { tags } }), 5).run).toMatchObject({ name: "named", userId: "ada", experimentId: 5 });
  expect(prepareRun(runOf({}), 5)).toMatchObject({ run: { name: "abc" }, tags: [{ key: "mlflow.runName", value: "abc" }] });
});

test.each([
  [6000, 6000, 0],
  [6001, 6000, 1],
])("a param of %d characters has %d here, with %d problems", (given, kept, problems) => {
  const prepared = prepareRun(runOf({ data: { params: [{ key: "p", value: "x".repeat(given) }] } }), 1);
  expect([prepared.params[0]?.value.length, prepared.problems.length]).toEqual([kept, problems]);
});

test("what cannot be stored is left out and told of, the rest stays", () => {
  const prepared = prepareRun(
    runOf({
      data: {
        params: [
          { key: "../up", value: "1" },
          { key: "good", value: "1" },
          { key: "half", value: "\ud800" },
        ],
        metrics: [{ key: "a$b", value: 1 }],
      },
      inputs: { dataset_inputs: [{ dataset: { name: "d", digest: "x".repeat(37) } }, { dataset: { name: "d", digest: "y" } }] },
    }),
    1,
  );
  expect(prepared.params).toEqual([{ key: "good", value: "1" }]);
  expect(prepared.metrics).toEqual([]);
  expect(prepared.datasets.map(({ dataset }) => dataset.digest)).toEqual(["y"]);
  expect(prepared.problems.map(({ kind }) => kind).toSorted()).toEqual(["input", "metric", "param", "param"]);
});

test("an id that no run here can have is refused", () => {
  expect(whyRunRefused(runOf({ info: { run_id: "../x" } }))).toMatch(/id/);
  expect(whyRunRefused(runOf({}))).toBeUndefined();
});
