import assert from "node:assert/strict";
import { test } from "node:test";
import { onRealNode } from "../test-cluster.ts";
import { jobs } from "./real-jobs.ts";

const weights = "0.25 0.75";
const table = "age,income\n41,52000\n";
const reading = "print(open('data/loans.csv').read().split()[1], open('base/weights.txt').read())";
const inputs = [
  { dataset: "loans", version: 1, path: "data/loans.csv" },
  { model: "credit", version: 1, path: "base" },
];

/** A dataset and a model, each with a version. */
async function makeInputs(): Promise<void> {
  const { client, team, server } = jobs;
  const { secret } = await client.call<{ secret: string }>("POST /tokens", { name: "inputs" }, team);
  const put = async (to: string, body: string): Promise<void> => {
    const answer = await fetch(`${server.url}/api/v1${to}`, { method: "PUT", headers: { authorization: `Bearer ${secret}` }, body });
    assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
  };
  await client.call("POST /datasets", { name: "loans", purpose: "tests" }, team);
  await put("/datasets/loans/versions?name=loans.csv", table);
  const { runId } = await client.call<{ runId: string }>("POST /runs", {}, team);
  await put(`/runs/${runId}/artifacts/content?path=model/weights.txt`, weights);
  await client.call("POST /models", { name: "credit" }, team);
  await client.call("POST /models/credit/versions", { source: `runs:/${runId}/model` }, team);
}

test("versions of datasets and models lie where the spec puts them, each compared with its digest", onRealNode, async () => {
  await makeInputs();
  const id = await jobs.submit(reading, { inputs });
  await jobs.becomes(id, "succeeded");
  const lines = await jobs.log(id);
  assert.deepEqual(
    lines.filter(({ stream }) => stream === "stdout").map(({ text }) => text),
    ["41,52000 0.25 0.75"],
  );
  const fetched = lines.filter(({ stream, text }) => stream === "platform" && text.includes("digest checked"));
  assert.deepEqual(
    fetched.map(({ text }) => text.split(":")[0]),
    ["data/loans.csv", "base/weights.txt"],
  );
});
