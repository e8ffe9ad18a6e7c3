import { expect, test } from "vitest";
import { parseStatus } from "./parse-status.ts";

test("all of it is optional, and what is not known is left out", () => {
  expect(parseStatus("{}")).toEqual({});
  const all = { progress: 0.5, message: "Epoch 39 of 60", checkpoint: { path: "out/39.pt", step: 39 }, remainingSeconds: 120.5 };
  expect(parseStatus(JSON.stringify({ ...all, loss: 1 }))).toEqual(all);
  expect(parseStatus('{"progress":null,"message":"x"}')).toEqual({ message: "x" });
});

test.each(["0", "1"])("progress %s is one", (progress) => {
  expect(parseStatus(`{"progress":${progress}}`)).toEqual({ progress: Number(progress) });
});

test.each([
  "",
  "no json",
  "[]",
  "null",
  "3",
  '{"progress":1.01}',
  '{"progress":-0.1}',
  '{"progress":"0.5"}',
  '{"progress":NaN}',
  '{"message":3}',
  `{"checkpoint":{"path":"${"x".repeat(501)}"}}`,
  '{"checkpoint":"out/39.pt"}',
  '{"checkpoint":{"step":3}}',
  '{"checkpoint":{"path":"a","step":1.5}}',
  '{"remainingSeconds":-1}',
  '{"remainingSeconds":1000000001}',
])("%s is not a status", (text) => {
  expect(parseStatus(text)).toBeUndefined();
});
