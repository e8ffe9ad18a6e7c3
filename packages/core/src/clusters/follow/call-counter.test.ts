import { expect, test } from "vitest";
import { countCalls } from "./call-counter.ts";

test("calls are counted by what is asked, and taken once", () => {
  let minute = 0;
  const counter = countCalls(() => new Date(Date.UTC(2026, 2, 1, 10, minute++)));
  const call = { verb: "list", path: "/api/v1/pods", status: 200, ms: 1, isWrite: false };
  counter.add(call);
  counter.add({ ...call, status: 0 });
  counter.add({ ...call, verb: "create", path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", status: 201 });
  counter.add({ ...call, verb: "apply", path: "/apis/kueue.x-k8s.io/v1beta2/clusterqueues/a", status: 409, isWrite: true });
  expect(counter.take()).toMatchObject([
    {
      kind: "read",
      verb: "list",
      count: 2,
      failures: 1,
      last_status: 0,
      first_at: new Date("2026-03-01T10:00:00Z"),
      last_at: new Date("2026-03-01T10:01:00Z"),
    },
    { kind: "question", count: 1, failures: 0 },
    { kind: "write", verb: "apply", count: 1, failures: 1, last_status: 409 },
  ]);
  expect(counter.take()).toEqual([]);
});

test("attempts are counted together", () => {
  const counter = countCalls(() => new Date());
  const path = (name: string) => `/apis/batch/v1/namespaces/fraud/jobs/${name}`;
  for (const attempt of [1, 2]) {
    counter.add({ verb: "get", path: path(`pl-7-0123456789abcdef0123456789abcdef-${attempt}`), status: 200, ms: 1, isWrite: false });
  }
  expect(counter.take()).toMatchObject([{ path: path("pl-*"), count: 2 }]);
});

test("an answer is an answer even when it is no", () => {
  const counter = countCalls(() => new Date("2026-03-01T10:00:00Z"));
  counter.add({ verb: "get", path: "/version", status: 0, ms: 1, isWrite: false });
  expect(counter.lastAnswerAt()).toBeNull();
  counter.add({ verb: "get", path: "/version", status: 401, ms: 1, isWrite: false });
  expect(counter.lastAnswerAt()).toEqual(new Date("2026-03-01T10:00:00Z"));
});
