import { AppError, notFound } from "@plumbline/core/kernel";
import { expect, test } from "vitest";
import { toMlflowError } from "./errors.ts";

const failure = (code: AppError["code"], params: Record<string, unknown> = {}) => new AppError(code, "What happened.", { params });
const told = (error: unknown, path = "runs/log-batch") => {
  const { status, body } = toMlflowError(error, path);
  return `${status} ${body.error_code}: ${body.message}`;
};

test.each([
  [failure("invalid"), "400 INVALID_PARAMETER_VALUE: What happened."],
  [failure("unauthenticated"), "401 UNAUTHENTICATED: What happened."],
  [failure("forbidden"), "403 PERMISSION_DENIED: What happened."],
  [failure("conflict"), "409 RESOURCE_CONFLICT: What happened."],
  [failure("precondition-failed"), "400 INVALID_STATE: What happened."],
  [notFound("run", "r"), "404 RESOURCE_DOES_NOT_EXIST: Run with id=r not found"],
  [notFound("experiment", "7"), "404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=7 exists"],
  [notFound("logged model", "m-1"), "404 RESOURCE_DOES_NOT_EXIST: Logged model with ID 'm-1' not found."],
  [notFound("artifact", "0/r/artifacts/a"), "404 RESOURCE_DOES_NOT_EXIST: No such artifact: '0/r/artifacts/a'"],
  [failure("conflict", { reason: "experiment-name-taken", name: "N" }), "400 RESOURCE_ALREADY_EXISTS: Experiment(name=N) already exists."],
  [
    failure("invalid", { reason: "run-deleted", runId: "r" }),
    "400 INVALID_PARAMETER_VALUE: The run r must be in the 'active' state. Current state is deleted.",
  ],
  [
    failure("invalid", { reason: "batch-too-large", what: "total", max: 1000, given: 1001 }),
    "400 INVALID_PARAMETER_VALUE: A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags. Please split up metrics, params, and tags across multiple requests and try again.",
  ],
  [
    failure("invalid", { reason: "param-duplicate", keys: ["p", "it's"] }),
    "400 INVALID_PARAMETER_VALUE: Duplicate parameter keys have been submitted: ['p', \"it's\"]. Please ensure the request contains only one param value per param key.",
  ],
])("%s", (error, expected) => {
  expect(told(error)).toBe(expected);
});

test("one reason has other words on other routes", () => {
  const deleted = failure("invalid", { reason: "experiment-deleted", experimentId: "4" });
  expect(told(deleted, "runs/create")).toBe(
    "400 INVALID_PARAMETER_VALUE: The experiment 4 must be in the 'active' state. Current state is deleted.",
  );
  expect(told(deleted, "experiments/update")).toBe("400 INVALID_STATE: Cannot rename a non-active experiment.");
  expect(told(deleted, "experiments/delete")).toBe("404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=4 exists");
});

test("a changed param", () => {
  const changed = failure("conflict", { reason: "param-changed", runId: "r", changes: [{ key: "depth", old: "3", new: "5" }] });
  const begin = "400 INVALID_PARAMETER_VALUE: Changing param values is not allowed.";
  expect(told(changed, "runs/log-parameter")).toBe(
    `${begin} Param with key='depth' was already logged with value='3' for run ID='r'. Attempted logging new value '5'.`,
  );
  expect(told(changed, "runs/log-batch")).toBe(
    `${begin} Params were already logged='[{'key': 'depth', 'old_value': '3', 'new_value': '5'}]' for run ID='r'.`,
  );
});

test.each([
  ["runs/log-metric", "metrics[0].key", "'name'", "'Metric name'"],
  ["runs/log-parameter", "params[0].key", "'key'", "'Param key'"],
  ["runs/set-tag", "tags[0].key", "'key'", "'key'"],
  ["runs/log-batch", "metrics[3].key", "'metrics[3].name'", "'Metric name'"],
  ["runs/log-batch", "params[3].key", "'params[3].key'", "'Param key'"],
  ["runs/log-batch", "tags[3].key", "'tags[3].key'", "'tags[3].key'"],
])("a bad key on %s at %s is a bad %s", (path, field, ...[name, lengthName]) => {
  expect(told(failure("invalid", { reason: "key-characters", key: "a#b", field }), path)).toContain(
    `Invalid value "a#b" for parameter ${name} supplied: Names may only contain`,
  );
  expect(told(failure("invalid", { reason: "key-path", key: "../a", field, resolved: "../a" }), path)).toMatch(
    /would resolve to '\.\.\/a'$/,
  );
  expect(told(failure("invalid", { reason: "key-length", key: "k", field, max: 250 }), path)).toContain(
    `${lengthName} exceeds the maximum length of 250 characters`,
  );
});

test("a changed param of a logged model, and what only a contract refuses", () => {
  const changed = failure("invalid", { reason: "param-changed", modelId: "m-1", key: "width", old: "9", new: "10" });
  expect(told(changed, "logged-models/:model_id/params")).toBe(
    "400 INVALID_PARAMETER_VALUE: Changing param values is not allowed. Param with key='width' was already logged with value='9' for model ID='m-1'. Attempted logging new value '10'.",
  );
  const refused = new AppError("invalid", "…", { fields: [{ path: "experimentIds.3", message: "Too long" }] });
  expect(told(refused)).toBe("400 INVALID_PARAMETER_VALUE: Invalid value for parameter 'experiment_ids[3]' supplied: Too long.");
});

test("only who knows when it passes says when to come back; a fault of ours tells nothing", () => {
  expect(toMlflowError(failure("rate-limited", { retryAfterSeconds: 7 }), "")).toMatchObject({ status: 429, retryAfterSeconds: 7 });
  const outage = toMlflowError(failure("unavailable", { retryAfterSeconds: 1 }), "");
  expect([outage.status, outage.retryAfterSeconds]).toEqual([503, undefined]);
  const fault = toMlflowError(new Error("secret"), "");
  expect(fault.status).toBe(500);
  expect(JSON.stringify(fault.body)).not.toContain("secret");
});

test("a page token of another list is no page token", () => {
  const cursor = new AppError("invalid", "…", { fields: [{ path: "cursor", message: "…" }] });
  expect(told(cursor)).toBe("400 INVALID_PARAMETER_VALUE: Invalid page token, could not base64-decode");
});
